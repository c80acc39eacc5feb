package ledger_test

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/ledger"
)

// walk goes on from somewhere in a story with commands like those that were told
// there: left out, put elsewhere, done twice, by somebody else, on another day, or
// with other values in them.
type walk struct {
	*story
	rapid   *rapid.T
	streams []string
	// renamed are ids of the story that are others here.
	renamed map[string]string
	// accepted and refused count the events and the rules that commands met which
	// are not those of the story.
	accepted, refused map[string]int
}

var anID = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

func (w *walk) here(text string) string {
	return anID.ReplaceAllStringFunc(text, func(id string) string {
		if here, other := w.renamed[id]; other {
			return here
		}
		return id
	})
}

func (w *walk) draw(most int, what string) int { return rapid.IntRange(0, most).Draw(w.rapid, what) }

// step does what was told, or something like it.
func (w *walk) step(s told, like bool) {
	w.clock.Lock()
	if w.clock.now = w.clock.now.Add(time.Minute); w.clock.now.Before(s.at) {
		w.clock.now = s.at
	}
	if like && w.draw(9, "later") == 0 {
		w.clock.now = w.clock.now.AddDate(0, 0, w.draw(20, "days"))
	}
	w.clock.Unlock()
	request := ledger.Request{Actor: s.Actor, ID: w.here(s.ID), Attachments: s.Attachments}
	command := reflect.New(reflect.TypeOf(s.Command)).Elem()
	command.Set(reflect.ValueOf(s.Command))
	var leaves []reflect.Value
	w.copy(command, &leaves)
	if like {
		for range w.draw(2, "changes") {
			if len(leaves) > 0 {
				w.change(leaves[w.draw(len(leaves)-1, "leaf")])
			}
		}
		if w.draw(9, "who") == 0 {
			request.Actor = rapid.SampledFrom([]ledger.Actor{w.actor, w.recorder, w.accountant, w.town, w.elsewhere}).Draw(w.rapid, "actor")
		}
		if request.ID != "" && w.draw(9, "elsewhere") == 0 {
			_, request.ID = domain.SplitStream(w.stream(s.first.Stream))
		}
		if len(request.Attachments) > 0 && w.draw(4, "files") == 0 {
			request.Attachments = request.Attachments[1:]
		}
	}
	request.Command = command.Interface()
	receipt, err := w.Do(w.t.Context(), request)
	code := domain.CodeOf(err)
	switch {
	case err == nil:
		_, old := domain.SplitStream(s.first.Stream)
		if _, now := domain.SplitStream(receipt.Stream); !like && now != old {
			w.renamed[old] = now
		}
		if !slices.Contains(w.streams, receipt.Stream) {
			w.streams = append(w.streams, receipt.Stream)
		}
		if like {
			for _, e := range receipt.Events {
				w.accepted[e.Event.EventType()]++
			}
		}
	case code == "":
		w.rapid.Fatalf("%T %+v: %v", request.Command, request.Command, err)
	case like:
		w.refused[code]++
	}
}

// stream is another one of the category, where there is one.
func (w *walk) stream(like string) string {
	category, _ := domain.SplitStream(like)
	all := slices.DeleteFunc(slices.Clone(w.streams), func(s string) bool { return !domain.OfCategory(s, category) })
	if len(all) == 0 {
		return like
	}
	return rapid.SampledFrom(all).Draw(w.rapid, "stream")
}

// copy gives a value slices of its own and the ids that are known here, and lists
// what in it can be changed.
func (w *walk) copy(v reflect.Value, leaves *[]reflect.Value) {
	switch v.Interface().(type) {
	case domain.Date, domain.Personal, domain.Text, domain.Subject:
		*leaves = append(*leaves, v)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				w.copy(v.Field(i), leaves)
			}
		}
	case reflect.Slice:
		*leaves = append(*leaves, v)
		if v.IsNil() {
			return
		}
		own := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(own, v)
		v.Set(own)
		for i := range v.Len() {
			w.copy(v.Index(i), leaves)
		}
	case reflect.String:
		v.SetString(w.here(v.String()))
		*leaves = append(*leaves, v)
	case reflect.Bool, reflect.Int, reflect.Int64:
		*leaves = append(*leaves, v)
	}
}

func (w *walk) change(v reflect.Value) {
	switch was := v.Interface().(type) {
	case domain.Date:
		if was.IsZero() {
			was = domain.DateOf(w.clock.Now(), shanghai)
		}
		v.Set(reflect.ValueOf(was.AddDays(rapid.SampledFrom([]int{-400, -30, -1, 1, 30, 400}).Draw(w.rapid, "days"))))
		return
	case domain.Personal:
		v.Set(reflect.ValueOf(villager(100 + w.draw(8, "villager"))))
		return
	case domain.Text, domain.Subject:
		v.SetZero()
		return
	case domain.Coded:
		v.SetString(rapid.SampledFrom(was.Codes()).Draw(w.rapid, "code").Code)
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int, reflect.Int64:
		n := v.Int()
		v.SetInt(rapid.SampledFrom([]int64{n - 1, n + 1, n * 2, n / 2, 0, 1}).Draw(w.rapid, "number"))
	case reflect.String:
		switch text := v.String(); {
		case strings.Contains(text, "-"):
			v.SetString(w.stream(text))
		case text == "":
			v.SetString(rapid.SampledFrom(w.streams).Draw(w.rapid, "stream"))
		default:
			v.SetString("")
		}
	case reflect.Slice:
		switch n := v.Len(); {
		case n == 0:
		case w.draw(1, "shorter") == 0:
			v.Set(v.Slice(0, n-1))
		default:
			v.Set(reflect.Append(v, v.Index(n-1)))
		}
	}
}

// Whatever is asked for, in whatever order, what is accepted is lawful to those who
// judge it again from the log alone, and reads back as what it was.
func TestWhatIsAcceptedIsLawful(t *testing.T) {
	tellings := []*story{tell2016(t), tellAudits(t)}
	logs := [][]eventstore.Recorded{tellings[0].raw(), tellings[1].raw()}
	accepted, refused := map[string]int{}, map[string]int{}
	rapid.Check(t, func(rt *rapid.T) {
		which := rapid.SampledFrom([]int{0, 0, 0, 0, 1}).Draw(rt, "story")
		s, log := tellings[which], logs[which]
		// Small numbers are drawn often, so they are scattered over the story, behind
		// the places that those who act belong to.
		from := 4 + int(rapid.Uint64().Draw(rt, "from")*0x9E3779B97F4A7C15>>32%uint64(len(s.told)-4))
		first := s.told[from].first.Position
		log = log[:slices.IndexFunc(log, func(r eventstore.Recorded) bool { return uint64(r.Position) == first })]
		w := walk{story: s.copied(t, log), rapid: rt, renamed: map[string]string{}, accepted: accepted, refused: refused}
		for _, r := range log {
			if r.Revision == 0 {
				w.streams = append(w.streams, r.Stream)
			}
		}
		w.clock.now = s.told[from].at.Add(-time.Minute)
		for i := range s.told[from:min(from+25, len(s.told))] {
			switch w.draw(9, "as told") {
			case 0:
				continue
			case 1, 2:
				w.step(s.told[max(0, min(from+i+w.draw(40, "step")-20, len(s.told)-1))], true)
			case 3, 4, 5:
				w.step(s.told[from+i], true)
			}
			w.step(s.told[from+i], false)
		}
		found, judged, err := findings(w.Ledger, "")
		if err != nil || judged.Events == 0 {
			rt.Fatalf("judged %d: %v", judged.Events, err)
		}
		for _, f := range found {
			if f.List == ledger.Unlawful {
				rt.Fatalf("%s@%d %s: %s", f.Stream, f.Revision, f.Type, f.Message)
			}
		}
		w.readBack(rt, len(log))
	})
	t.Log(len(accepted), "kinds of events by other commands:", said(accepted))
	t.Log(len(refused), "rules that refused them:", said(refused))
	require.Greater(t, len(accepted), 40, "the walks hardly change anything")
	require.Greater(t, len(refused), 60, "the walks hardly break anything")
}

// readBack holds what was appended against what is read of it: the same events have
// the same bytes, and each history folds.
func (w *walk) readBack(rt *rapid.T, known int) {
	appended := w.raw()[known:]
	histories := map[string][]domain.Recorded{}
	for _, r := range appended {
		if histories[r.Stream] == nil {
			history, err := w.History(w.t.Context(), r.Stream)
			if err != nil {
				rt.Fatalf("%s: %v", r.Stream, err)
			}
			a, err := w.Catalogue().Aggregate(r.Stream)
			if err != nil {
				rt.Fatal(err)
			}
			if f, err := a.Fold(history, domain.AsOf{}); err != nil || f.Facts != len(history) {
				rt.Fatalf("%s: %d of %d folded: %v", r.Stream, f.Facts, len(history), err)
			}
			histories[r.Stream] = history
		}
		data, err := w.Catalogue().Reencode(histories[r.Stream][r.Revision].Event)
		if err != nil || string(data) != string(r.Data) {
			rt.Fatalf("%s@%d: %v\n%s\n%s", r.Stream, r.Revision, err, data, r.Data)
		}
	}
}

func said(counts map[string]int) string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		all = append(all, fmt.Sprintf("%s %d", name, counts[name]))
	}
	return strings.Join(all, ", ")
}
