package projections

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A folder holds files named views-<digest>-<number>.sqlite, of which the one
// with the highest number was finished last; while one is being filled,
// views-<digest>-<number>.building; and while views are verified, a folder
// views-<number>.temporary. The last two are worth nothing to another process
// and are removed when the folder is opened.
type folder struct {
	dir       string
	digest    string
	temporary bool
	// last is the highest number given so far: none is given twice.
	last int
}

const (
	filePrefix     = "views-"
	fileSuffix     = ".sqlite"
	buildingSuffix = ".building"
)

// fileFormat is the version of what the engine itself keeps in a file.
const fileFormat = 3

// digestOf is the digest of all that decides what stands in the tables: the
// definitions, the tables as they are made, and the zone.
func digestOf(c Config) string {
	h := sha256.New()
	fmt.Fprintf(h, "format %d\nzone %s\n", fileFormat, c.Zone)
	for _, w := range c.views {
		fmt.Fprintf(h, "view %s %d\n%s\n%s\n", w.name, w.version, shapeOf(w), strings.Join(indexStatements(w), "\n"))
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}

// shapeOf is the tables of a view, as far as queries depend on them.
func shapeOf(w *view) string { return strings.Join(tableStatements(w), "\n") }

// finished lists the paths of the finished files, those of this program's
// definitions first, the newest first.
func (f folder) finished() ([]string, error) {
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		return nil, fmt.Errorf("views: %w", err)
	}
	var paths []string
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), filePrefix) && strings.HasSuffix(e.Name(), fileSuffix) {
			paths = append(paths, filepath.Join(f.dir, e.Name()))
		}
	}
	slices.SortFunc(paths, func(a, b string) int {
		if mine := f.isMine(a); mine != f.isMine(b) {
			if mine {
				return -1
			}
			return 1
		}
		return fileNumber(b) - fileNumber(a)
	})
	return paths, nil
}

func (f folder) isMine(path string) bool {
	return strings.HasPrefix(filepath.Base(path), filePrefix+f.digest+"-")
}

// fileNumber is the number in a file's name, or 0.
func fileNumber(path string) int {
	name := strings.TrimSuffix(strings.TrimSuffix(filepath.Base(path), fileSuffix), buildingSuffix)
	n, _ := strconv.Atoi(name[strings.LastIndexByte(name, '-')+1:])
	return n
}

// next is the path of a file to be filled, and of the same file when it is
// finished.
func (f *folder) next() (building, finished string, err error) {
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		return "", "", fmt.Errorf("views: %w", err)
	}
	number := f.last
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), filePrefix) {
			number = max(number, fileNumber(strings.TrimSuffix(strings.TrimSuffix(e.Name(), "-wal"), "-shm")))
		}
	}
	f.last = number + 1
	base := filepath.Join(f.dir, fmt.Sprintf("%s%s-%d", filePrefix, f.digest, f.last))
	return base + buildingSuffix, base + fileSuffix, nil
}

// sweep removes what belongs to no file of those given: half-filled files, and
// files that others took the place of.
func (f folder) sweep(keep ...string) error {
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		return fmt.Errorf("views: %w", err)
	}
	for _, e := range entries {
		path := filepath.Join(f.dir, e.Name())
		kept := slices.ContainsFunc(keep, func(k string) bool { return k != "" && strings.HasPrefix(path, k) })
		if !strings.HasPrefix(e.Name(), filePrefix) || kept {
			continue
		}
		if err := os.RemoveAll(path); err != nil {
			return fmt.Errorf("views: %w", err)
		}
	}
	return nil
}

// remove deletes a file with what SQLite keeps beside it.
func remove(path string) error {
	for _, beside := range []string{"-wal", "-shm", "-journal"} {
		if err := os.Remove(path + beside); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		return err
	}
	return nil
}
