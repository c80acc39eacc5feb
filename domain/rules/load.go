package rules

import (
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
)

// Limits on what Load reads.
const (
	// MaxFileSize is the most bytes of a file.
	MaxFileSize = 1 << 20
	// MaxFiles is the most files of all folders together.
	MaxFiles = 100
)

//go:embed sets/*.json calendar/*.json
var builtIn embed.FS

// Load reads the built-in rules and calendar, and then the folders that are
// given, in the layout that the package comment shows. A folder adds sets and
// years of the calendar; it replaces none that are there. A nil folder is
// skipped.
//
// The error names file, place, problem and remedy, as a [*FileError] wherever
// the fault is in one file.
func Load(folders ...fs.FS) (*Book, error) {
	var r reader
	if err := r.folder(builtIn, "built-in "); err != nil {
		return nil, err
	}
	for _, f := range folders {
		if f == nil {
			continue
		}
		if err := r.folder(f, ""); err != nil {
			return nil, err
		}
	}
	calendar, err := newCalendar(r.years)
	if err != nil {
		return nil, err
	}
	sets, err := resolve(r.sets, calendar)
	if err != nil {
		return nil, err
	}
	return newBook(sets, calendar), nil
}

// reader gathers what the folders hold.
type reader struct {
	sets  []setFile
	years []calendarYear
	files int
}

func (r *reader) folder(f fs.FS, label string) error {
	root, err := fs.ReadDir(f, ".")
	if err != nil {
		return fmt.Errorf("reading the folder of rules: %w", err)
	}
	for _, e := range root {
		if strings.HasSuffix(e.Name(), ".json") {
			return &FileError{File: e.Name(), Problem: "not in a folder that is read", Remedy: "move it to sets/ or calendar/"}
		}
	}
	for _, dir := range []string{"calendar", "sets"} {
		entries, err := fs.ReadDir(f, dir)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("reading the folder of rules: %w", err)
		}
		for _, e := range entries {
			file := path.Join(dir, e.Name())
			if strings.HasPrefix(e.Name(), ".") || strings.HasSuffix(e.Name(), ".md") {
				continue
			}
			if e.IsDir() || !strings.HasSuffix(e.Name(), ".json") {
				return &FileError{File: file, Problem: "neither .json nor .md", Remedy: "rename or move it, so that no rule is overlooked"}
			}
			if err := r.file(f, dir, file, label); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *reader) file(f fs.FS, dir, file, label string) error {
	if r.files++; r.files > MaxFiles {
		return fmt.Errorf("more than %d files of rules: put several years of the calendar into one, and remove sets that are not used", MaxFiles)
	}
	data, err := readFile(f, file)
	if err != nil {
		return err
	}
	if dir == "calendar" {
		in, err := decodeCalendar(label+file, data)
		if err != nil {
			return err
		}
		r.years = append(r.years, in.Years...)
		return nil
	}
	in, err := decodeSet(label+file, data)
	if err != nil {
		return err
	}
	r.sets = append(r.sets, in)
	return nil
}

func readFile(f fs.FS, file string) ([]byte, error) {
	in, err := f.Open(file)
	if err != nil {
		return nil, fmt.Errorf("reading rules: %w", err)
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, MaxFileSize+1))
	if err != nil {
		return nil, fmt.Errorf("reading rules from %s: %w", file, err)
	}
	if len(data) > MaxFileSize {
		return nil, &FileError{File: file, Problem: fmt.Sprintf("larger than %d bytes", MaxFileSize), Remedy: "a rule set is a few kilobytes: check the file"}
	}
	return data, nil
}
