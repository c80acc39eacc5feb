package pebble_test

import (
	"fmt"
	"github.com/google/uuid"
	"testing"

	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/pebble"
)

func TestSmoke(t *testing.T) {
	dir := t.TempDir()
	for round := range 3 {
		s, err := pebble.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 100 {
			ev := eventstore.Event{ID: uuid.New(), Type: "t", Data: []byte("x")}
			if _, err := s.Append(t.Context(), fmt.Sprintf("s-%d-%d", round, i%10), eventstore.Revision(i/10-1), ev); err != nil {
				t.Fatal(err)
			}
		}
		n := 0
		for r, err := range s.ReadAll(t.Context(), 0) {
			n++
			if err != nil || r.Position != eventstore.Position(n) {
				t.Fatal(r, err)
			}
		}
		if n != (round+1)*100 {
			t.Fatal(n)
		}
		n = 0
		for _, err := range s.ReadStreamBackward(t.Context(), "s-0-3", eventstore.End) {
			n++
			if err != nil {
				t.Fatal(err)
			}
		}
		if n != 10 {
			t.Fatal(n)
		}
		_, err = pebble.Open(dir)
		t.Log(err)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
