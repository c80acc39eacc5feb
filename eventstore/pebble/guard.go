package pebble

import (
	"path/filepath"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// guardedFS watches the files of the engine's write-ahead log. Where one cannot
// be made, written or synced, the engine ends the whole process, if the moment
// is a change from one file to the next. A full disk would then take the
// readers along. So the guard notes the failure, which refuses appends, and
// lets the goroutine that met it sleep: it never learns of the error, and
// nothing more is written to a log of which nobody knows how it ends.
type guardedFS struct {
	vfs.FS
	log *engineLog
}

func (g guardedFS) Create(name string, category vfs.DiskWriteCategory) (vfs.File, error) {
	f, err := g.FS.Create(name, category)
	return g.guard(name, f, err)
}

func (g guardedFS) ReuseForWrite(old, name string, category vfs.DiskWriteCategory) (vfs.File, error) {
	f, err := g.FS.ReuseForWrite(old, name, category)
	return g.guard(name, f, err)
}

func (g guardedFS) guard(name string, f vfs.File, err error) (vfs.File, error) {
	if filepath.Ext(name) != ".log" {
		return f, err
	}
	g.log.check(err)
	return guardedFile{f, g.log}, nil
}

// Unwrap lets the engine find the file system behind this one.
func (g guardedFS) Unwrap() vfs.FS { return g.FS }

type guardedFile struct {
	vfs.File
	log *engineLog
}

func (f guardedFile) Write(p []byte) (int, error) {
	n, err := f.File.Write(p)
	f.log.check(err)
	return n, err
}

func (f guardedFile) Sync() error {
	err := f.File.Sync()
	f.log.check(err)
	return err
}

func (f guardedFile) SyncData() error {
	err := f.File.SyncData()
	f.log.check(err)
	return err
}

func (f guardedFile) SyncTo(length int64) (bool, error) {
	full, err := f.File.SyncTo(length)
	f.log.check(err)
	return full, err
}

func (f guardedFile) Close() error {
	err := f.File.Close()
	f.log.check(err)
	return err
}
