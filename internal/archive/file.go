package archive

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/sunledger/sunledger/eventstore"
)

// WriteFile makes a backup in a new file that only its owner may read. Under
// its name the file is whole, durable and verified, or not there. A file of
// that name is never written over: the error is fs.ErrExist.
func WriteFile(ctx context.Context, store eventstore.Reader, path string, o Options) (Summary, error) {
	if err := mustBeNew(path); err != nil {
		return Summary{}, err // before the work
	}
	part, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".part-*") // mode 0600
	if err != nil {
		return Summary{}, fmt.Errorf("back up: %w", err)
	}
	made, err := fill(ctx, store, part, o)
	if closing := part.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = publish(part.Name(), path)
	}
	if err != nil {
		return Summary{}, errors.Join(err, os.Remove(part.Name()))
	}
	return made, nil
}

func mustBeNew(path string) error {
	_, err := os.Lstat(path)
	switch {
	case err == nil:
		return fmt.Errorf("%s is there already, and a backup never writes over a file: give another name: %w", path, fs.ErrExist)
	case errors.Is(err, fs.ErrNotExist):
		return nil
	}
	return fmt.Errorf("back up: %w", err)
}

// fill writes the archive, and reads it back as it stands in the file.
func fill(ctx context.Context, store eventstore.Reader, f *os.File, o Options) (Summary, error) {
	out := bufio.NewWriterSize(f, 1<<20)
	made, err := Backup(ctx, store, out, o)
	if err != nil {
		return made, err
	}
	if err := errors.Join(out.Flush(), f.Sync()); err != nil {
		return made, fmt.Errorf("write the archive: %w", err)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return made, fmt.Errorf("verify the archive: %w", err)
	}
	if _, err := Verify(ctx, f); err != nil {
		return made, fmt.Errorf("the archive that was written does not verify, so it was removed: %w", err)
	}
	return made, nil
}

// publish gives the file its name, durably.
func publish(part, path string) error {
	if err := mustBeNew(path); err != nil {
		return err
	}
	if err := os.Rename(part, path); err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	return errors.Join(folder.Sync(), folder.Close())
}
