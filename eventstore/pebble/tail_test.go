package pebble

import (
	"os"
	"path/filepath"
	"testing"
)

func TestTailSaysTheLastMark(t *testing.T) {
	dir := t.TempDir()
	if err := createTail(dir); err != nil {
		t.Fatal(err)
	}
	for round := range 3 {
		for i := range 5 {
			tl, last, err := openTail(dir)
			if err != nil {
				t.Fatal(err)
			}
			if want := round*5 + i; int(last.position) != want || int(last.sum) != want*7 {
				t.Fatalf("got %+v, want position %d", last, want)
			}
			next := last
			next.position++
			next.sum += 7
			if err := tl.write(next); err != nil {
				t.Fatal(err)
			}
			if err := tl.close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// A write that a power cut tears leaves the mark before it; damage to both
// slots is damage.
func TestTailSurvivesATornWrite(t *testing.T) {
	for torn := range 2 {
		dir := t.TempDir()
		if err := createTail(dir); err != nil {
			t.Fatal(err)
		}
		tl, _, err := openTail(dir)
		if err != nil {
			t.Fatal(err)
		}
		for pos := 1; pos <= 2+torn; pos++ {
			if err := tl.write(mark{position: 10, sum: uint64(pos)}); err != nil {
				t.Fatal(err)
			}
		}
		newest := tl.count % 2
		if err := tl.close(); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, tailName)
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		b[newest*slotGap+20] ^= 1
		if err := os.WriteFile(path, b, 0); err != nil {
			t.Fatal(err)
		}
		tl, last, err := openTail(dir)
		if err != nil || int(last.sum) != 1+torn {
			t.Fatalf("got %+v, %v; want the mark before the torn one", last, err)
		}
		tl.close()
		b[(1-newest)*slotGap+20] ^= 1
		if err := os.WriteFile(path, b, 0); err != nil {
			t.Fatal(err)
		}
		if _, _, err := openTail(dir); err == nil {
			t.Fatal("two damaged slots are not noticed")
		}
	}
}
