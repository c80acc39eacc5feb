package xes_test

import (
	"testing"

	"github.com/sunledger/sunledger/internal/xes"
)

// FuzzRead: no bytes make the reader panic or hang, and what it reads, written
// and read again, is equal.
func FuzzRead(f *testing.F) {
	f.Add([]byte(sample))
	f.Add(gzipped(f, sample))
	f.Add([]byte("\xef\xbb\xbf" + inEvent(`<list key="l"><int key="n" value="1"/><values key="v"><id key="i" value="3f2b8a7e-52c1-4b0e-9d3c-0a1f6e7d8c90"/></values></list>`)))
	f.Add([]byte(inEvent(`<float key="n" value="NaN"/><container key="c"><date key="d" value="2011-12-31T24:00:00"/></container>`)))
	f.Add([]byte("<!DOCTYPE html><html/>"))
	f.Add([]byte("Case;Activity\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := read(data)
		if err != nil {
			if _, ok := err.(*xes.SyntaxError); !ok {
				t.Fatalf("bytes in memory are refused with %T: %v", err, err)
			}
			return
		}
		roundTrip(t, l)
	})
}
