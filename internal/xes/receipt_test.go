package xes_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/xes"
)

// receipt is the real, public log of a permit desk (CoSeLoG project,
// doi:10.4121/uuid:a07386a5-7be3-4367-9535-70bc9e77dbe6).
const receipt = "../../../shared/data/receipt.xes.gz"

func realLog(t testing.TB) (compressed, plain []byte) {
	t.Helper()
	compressed, err := os.ReadFile(receipt)
	if os.IsNotExist(err) {
		lacking := t.Skipf
		if os.Getenv("CI") == "true" {
			lacking = t.Fatalf // what is never run is never noticed
		}
		lacking("NOT TESTED AGAINST THE REAL LOG: %s is not there; download receipt.xes.gz (doi:10.4121/uuid:a07386a5-7be3-4367-9535-70bc9e77dbe6) and put it there", receipt)
	}
	if err != nil {
		t.Fatal(err)
	}
	unzipped, err := gzip.NewReader(bytes.NewReader(compressed))
	if err != nil {
		t.Fatal(err)
	}
	if plain, err = io.ReadAll(unzipped); err != nil {
		t.Fatal(err)
	}
	return compressed, plain
}

func TestReceipt(t *testing.T) {
	compressed, plain := realLog(t)
	s, err := xes.Scan("receipt.xes.gz", bytes.NewReader(compressed))
	if err != nil {
		t.Fatal(err)
	}
	if s.Traces != 1434 || s.Events != 8577 || s.Bytes != int64(len(plain)) {
		t.Errorf("got %d traces, %d events, %d bytes; want 1434, 8577, %d", s.Traces, s.Events, s.Bytes, len(plain))
	}
	h := s.Header
	if got := fmt.Sprint(len(h.Extensions), len(h.Globals), len(h.Classifiers), h.Other); got != "11 2 3 [{openxes.version 1.0RC7}]" {
		t.Errorf("the header has %s", got)
	}

	l := mustRead(t, string(plain))
	roundTrip(t, l)

	// Every element of the file is an attribute of ours; none is lost, and
	// none is made up.
	count := map[string]int{}
	tally(count, h.Attributes)
	for _, g := range h.Globals {
		tally(count, g.Attributes)
	}
	for _, trace := range l.Traces {
		tally(count, trace.Attributes)
		for _, e := range trace.Events {
			tally(count, e.Attributes)
		}
	}
	for _, typ := range []string{"string", "date", "int", "float", "boolean", "id", "list", "container"} {
		if want := bytes.Count(plain, []byte("<"+typ+" ")); count[typ] != want {
			t.Errorf("%d attributes of type %s; the file has %d", count[typ], typ, want)
		}
	}
}

func tally(count map[string]int, attributes []domain.Attribute) {
	for _, a := range attributes {
		count[a.Type]++
		tally(count, a.Children)
	}
}

func BenchmarkRead(b *testing.B) {
	compressed, plain := realLog(b)
	for name, file := range map[string][]byte{"plain": plain, "gzip": compressed} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(plain)))
			b.ReportAllocs()
			for b.Loop() {
				for _, err := range xes.NewReader("receipt.xes", bytes.NewReader(file)).Traces() {
					if err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

func BenchmarkWrite(b *testing.B) {
	_, plain := realLog(b)
	l := mustRead(b, string(plain))
	b.SetBytes(int64(len(plain)))
	b.ReportAllocs()
	for b.Loop() {
		w := xes.NewWriter(io.Discard, l.Header)
		for _, trace := range l.Traces {
			if err := w.WriteTrace(trace); err != nil {
				b.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
