package pebble

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// formatVersion is the version of the folder: its files, the keys and the
// records. A change that this program could not read back raises it.
const formatVersion = 1

const (
	formatName   = "FORMAT"
	formatHeader = "sunledger event log, format "
)

// FormatError says that a folder holds a log in a format that this program
// does not read.
type FormatError struct {
	Dir string
	// Found is the folder's format, Supported the newest that is read.
	Found, Supported int
}

func (e *FormatError) Error() string {
	return fmt.Sprintf("%s: the log has format %d, this program reads formats up to %d; use the newer program that wrote it, or copy the log with that program to one that both read",
		e.Dir, e.Found, e.Supported)
}

// readFormat returns the format of the folder, or 0 when it holds no log yet.
func readFormat(dir string) (int, error) {
	b, err := os.ReadFile(filepath.Join(dir, formatName))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	number, ok := strings.CutPrefix(strings.TrimSuffix(string(b), "\n"), formatHeader)
	version, err := strconv.Atoi(number)
	if !ok || err != nil || version < 1 {
		return 0, damaged(0, fmt.Sprintf("file %s does not name a format", formatName))
	}
	if version > formatVersion {
		return 0, &FormatError{Dir: dir, Found: version, Supported: formatVersion}
	}
	return version, nil
}

func writeFormat(dir string) error {
	return writeFile(filepath.Join(dir, formatName), fmt.Appendf(nil, "%s%d\n", formatHeader, formatVersion))
}

// writeFile replaces a file so that a crash leaves the old or the new one.
func writeFile(path string, content []byte) error {
	temp := path + ".new"
	f, err := os.OpenFile(temp, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o640)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(temp, path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
