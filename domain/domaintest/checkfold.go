package domaintest

import (
	"reflect"

	"github.com/sunledger/sunledger/domain"
)

// CheckFold proves that no fold aliases another. The facts are one admissible
// history; the longer and the more varied, the better the proof. From every
// prefix of it, each of the facts is tried as the next one, and it fails where
//
//   - folding the same facts twice gives two states, or evolving changes an
//     event that it was given;
//   - evolving a copy of a state changes the state that was copied, or a
//     sibling that evolved from it before: they share a map, or an array that
//     one of them wrote to;
//   - a slice has grown within the array of the state that it was copied from,
//     or within that of an event, so that a sibling would overwrite it.
//
// Sharing what nobody writes to is no fault.
func CheckFold(t TB, a domain.Aggregate, facts ...domain.Fact) {
	t.Helper()
	facts = withSlack(facts)
	events := dump(facts)
	for n := range len(facts) + 1 {
		checkPrefix(t, a, facts, n)
	}
	if now := dump(facts); now != events {
		t.Errorf("folding changed an event that it was given")
	}
}

func checkPrefix(t TB, a domain.Aggregate, facts []domain.Fact, n int) {
	t.Helper()
	base, err := evolve(a, a.Empty(), facts[:n]...)
	if err != nil {
		t.Fatalf("the facts are no admissible history: fact %d: %v", n, err)
		return
	}
	before := dump(base.State)
	if again, _ := evolve(a, a.Empty(), facts[:n]...); dump(again.State) != before {
		t.Fatalf("after %d facts: folding twice gives two states", n)
		return
	}
	type sibling struct {
		event string
		state any
		dump  string
	}
	var siblings []sibling
	for _, f := range facts {
		name := f.Event.EventType()
		next, err := evolve(a, base, f)
		if now := dump(base.State); now != before {
			t.Fatalf("after %d facts: evolving by %s changed the state that it began with: give the new state slices and maps of its own", n, name)
			return
		}
		if err != nil {
			continue
		}
		if path, grown := grownIn(base.State, next.State); grown {
			t.Fatalf("after %d facts: %s appended to %s within the array of the state before: clip the slice first", n, name, path)
			return
		}
		for _, s := range siblings {
			if dump(s.state) != s.dump {
				t.Fatalf("after %d facts: evolving by %s changed a sibling that evolved by %s", n, name, s.event)
				return
			}
		}
		siblings = append(siblings, sibling{name, next.State, dump(next.State)})
	}
}

// grownIn names a slice that is longer than before in the same array.
func grownIn(before, after any) (string, bool) {
	was, is := arraysOf(before), arraysOf(after)
	for path, a := range is {
		if b, ok := was[path]; ok && b.start == a.start && a.len > b.len {
			return path, true
		}
	}
	return "", false
}

func arraysOf(v any) map[string]array {
	w := walker{slices: map[string]array{}}
	w.value("", reflect.ValueOf(v))
	return w.slices
}

// withSlack copies facts so that every slice in an exported field of an event
// has room to spare, as one that was decoded may have: whoever keeps the slice
// and appends to it is found out.
func withSlack(facts []domain.Fact) []domain.Fact {
	out := make([]domain.Fact, len(facts))
	for i, f := range facts {
		out[i] = f
		e := reflect.New(reflect.TypeOf(f.Event)).Elem()
		e.Set(reflect.ValueOf(f.Event))
		loosen(e)
		out[i].Event = e.Interface().(domain.Event)
	}
	return out
}

func loosen(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				loosen(v.Field(i))
			}
		}
	case reflect.Slice:
		if v.IsNil() {
			return
		}
		roomy := reflect.MakeSlice(v.Type(), v.Len(), v.Len()+4)
		reflect.Copy(roomy, v)
		for i := range roomy.Len() {
			loosen(roomy.Index(i))
		}
		v.Set(roomy)
	}
}
