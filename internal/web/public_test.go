package web_test

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/internal/web"
)

// private is what no public page may be given: records with what is sealed in
// them, what opens that, and whatever has those.
var private = []reflect.Type{
	reflect.TypeFor[domain.Recorded](), reflect.TypeFor[domain.Effect](), reflect.TypeFor[domain.Sealer](), reflect.TypeFor[domain.Text](),
	reflect.TypeFor[ledger.Ledger](), reflect.TypeFor[ledger.Keys](), reflect.TypeFor[ledger.Actor](), reflect.TypeFor[eventstore.Recorded](),
}

// Public pages are functions of a receiver and a visit. Nothing that can be got
// from either, by exported fields and methods, is private.
func TestPublicPagesAreGivenWhatIsPublic(t *testing.T) {
	for _, from := range web.PublicPages() {
		r := reach{from: map[reflect.Type]string{}}
		r.get(from, from.String())
		require.Greater(t, len(r.from), 20, "%s leads somewhere", from)
		for _, p := range private {
			for _, p := range []reflect.Type{p, reflect.PointerTo(p)} {
				how, found := r.from[p]
				require.False(t, found, "public pages get at a %s: %s", p, how)
			}
		}
	}
	// The same walk does find them where they are.
	r := reach{from: map[reflect.Type]string{}}
	r.get(reflect.TypeFor[*web.Handler](), "Handler")
	for _, p := range []reflect.Type{reflect.TypeFor[domain.Recorded](), reflect.TypeFor[domain.Sealer](), reflect.TypeFor[ledger.Actor]()} {
		_, found := r.from[p]
		require.True(t, found, "%s", p)
	}
}

// reach is every type of which a value can be got, and how.
type reach struct{ from map[reflect.Type]string }

const ours = "github.com/sunledger/sunledger/internal/web"

// get follows what can be done with a value.
func (r reach) get(t reflect.Type, how string) {
	if _, seen := r.from[t]; seen {
		return
	}
	r.from[t] = how
	switch t.Kind() {
	case reflect.Struct:
		for i := range t.NumField() {
			if f := t.Field(i); f.IsExported() || f.PkgPath == ours {
				r.get(f.Type, how+"."+f.Name)
			}
		}
		r.get(reflect.PointerTo(t), how)
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Chan:
		r.get(t.Elem(), how)
	case reflect.Map:
		r.get(t.Key(), how)
		r.get(t.Elem(), how)
	case reflect.Func:
		r.call(t, 0, how)
	}
	for i := range t.NumMethod() {
		m := t.Method(i)
		receiver := 1
		if t.Kind() == reflect.Interface {
			receiver = 0
		}
		r.call(m.Type, receiver, how+"."+m.Name)
	}
}

// call follows what a function gives: its results, and what it hands to the
// functions that it is given.
func (r reach) call(f reflect.Type, receiver int, how string) {
	for i := range f.NumOut() {
		r.get(f.Out(i), how+"()")
	}
	for i := receiver; i < f.NumIn(); i++ {
		switch in := f.In(i); in.Kind() {
		case reflect.Func:
			for j := range in.NumIn() {
				r.get(in.In(j), how+"(func)")
			}
		case reflect.Pointer:
			r.get(in.Elem(), how+"(pointer)")
		}
	}
}
