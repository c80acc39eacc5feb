package rules

import (
	"bytes"
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/go-json-experiment/json"

	"github.com/sunledger/sunledger/domain"
)

// FuzzLoad reads anything as a set and as a calendar. What is read can be
// written, and what was written reads as the same.
func FuzzLoad(f *testing.F) {
	for _, pattern := range []string{"sets/*.json", "calendar/*.json"} {
		files, err := fs.Glob(builtIn, pattern)
		if err != nil || len(files) == 0 {
			f.Fatalf("no seeds in %s: %v", pattern, err)
		}
		for _, file := range files {
			data, err := builtIn.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data)
		}
	}
	f.Add([]byte(`{"name": "x", "en": "X", "zh": "某县", "from": "2016-01-01", "extends": "organic-law-2010", "service": {"ratingScale": {"value": {"from": 1, "to": 3}, "article": "a", "zh": "b"}}}`))
	f.Add([]byte(`{"years": [{"year": 2019, "sources": ["n"], "off": [{"from": "2018-12-30", "to": "2019-01-01", "en": "a", "zh": "b"}], "work": ["2018-12-29"]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var named struct {
			Name string `json:"name"`
		}
		_ = json.Unmarshal(data, &named) // only to call the file after the set
		file := "sets/" + named.Name + ".json"
		again(t, data, func(data []byte) (setFile, error) { return decodeSet(file, data) })
		again(t, data, func(data []byte) (calendarFile, error) { return decodeCalendar("calendar/x.json", data) })

		for _, file := range []string{file, "calendar/x.json"} {
			if !fs.ValidPath(file) {
				continue
			}
			book, err := Load(fstest.MapFS{file: &fstest.MapFile{Data: data}})
			if err != nil {
				continue
			}
			for _, s := range book.Sets() {
				if got, err := book.In(s.County()).On(s.From()); err != nil || got != s || len(got.List()) == 0 {
					t.Errorf("on the first day of %s: %v, %v", s.Name(), got, err)
				}
				due := s.Calendar().AddWorkdays(s.From(), 250)
				if n := s.Calendar().WorkdaysBetween(s.From(), due); n != 250 || s.Calendar().AddWorkdays(domain.Date{}, 1) != (domain.Date{}) {
					t.Errorf("250 working days after %s are %d", s.From(), n)
				}
			}
		}
	})
}

func again[T any](t *testing.T, data []byte, decode func([]byte) (T, error)) {
	in, err := decode(data)
	if err != nil {
		return
	}
	written, err := json.Marshal(in)
	if err != nil {
		t.Fatalf("what was read cannot be written: %v", err)
	}
	back, err := decode(written)
	if err != nil {
		t.Fatalf("what was written cannot be read: %v\n%s", err, written)
	}
	rewritten, err := json.Marshal(back)
	if err != nil || !bytes.Equal(written, rewritten) {
		t.Errorf("read again it differs: %v\n%s\n%s", err, written, rewritten)
	}
}
