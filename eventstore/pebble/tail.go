package pebble

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/cespare/xxhash/v2"

	"github.com/sunledger/sunledger/eventstore"
)

// tail is the file TAIL: the last position that was acknowledged, and the
// checksum of its record.
//
// Why it exists. After a crash the engine reads its write-ahead log up to the
// first chunk that does not check out and takes that for a write that the crash
// cut short. When the damage came later and the chunk had been acknowledged,
// events would vanish without a word. The same goes for the engine's manifest,
// whose readable part is taken for the whole.
//
// How it works. Two slots, in disk sectors of their own, are overwritten in
// turn, so that a write torn by a power cut leaves the other. A slot is written
// after the commit is durable and before it is acknowledged; TAIL is therefore
// never ahead of what the disk promised to hold, and after the death of the
// process it is never behind what was acknowledged. It costs no fsync of its
// own: when appends pause, and at least once a second while they do not, the
// committer syncs it.
//
// What is left. When the machine itself loses power, TAIL may lack the groups
// of the last second. If in addition a chunk of just those groups is damaged on
// the disk, and no later chunk in a following 32 KiB block says that it had
// been synced, they are taken for a torn write.
type tail struct {
	f *os.File
	// count orders the slots; it goes up with every write.
	count uint64
	// dirty says that something was written since the last sync.
	dirty bool
}

// mark is what TAIL says: the log reaches position, and the record there has
// the checksum sum. The zero mark stands for an empty log.
type mark struct {
	position eventstore.Position
	sum      uint64
}

const (
	tailName  = "TAIL"
	slotBytes = 5 * 8
	slotGap   = 4096
	tailMagic = 0x5351_4c54_4149_4c31
)

// createTail writes the TAIL of an empty log.
func createTail(dir string) error {
	b := make([]byte, slotGap+slotBytes)
	copy(b, encodeSlot(0, mark{}))
	copy(b[slotGap:], encodeSlot(1, mark{}))
	return writeFile(filepath.Join(dir, tailName), b)
}

// openTail opens TAIL for writing and returns what it says. One slot that does
// not check out is what a power cut may leave; two are damage.
func openTail(dir string) (*tail, mark, error) {
	f, err := os.OpenFile(filepath.Join(dir, tailName), os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, mark{}, damaged(0, "file "+tailName+" is missing")
	}
	if err != nil {
		return nil, mark{}, err
	}
	var last mark
	t := &tail{f: f}
	found := false
	for slot := range int64(2) {
		b := make([]byte, slotBytes)
		if _, err := f.ReadAt(b, slot*slotGap); err != nil && !errors.Is(err, io.EOF) {
			return nil, mark{}, errors.Join(err, f.Close())
		}
		count, m, ok := decodeSlot(b)
		if ok && (!found || count > t.count) {
			t.count, last, found = count, m, true
		}
	}
	if !found {
		return nil, mark{}, errors.Join(damaged(0, "file "+tailName+" does not match its checksums"), f.Close())
	}
	return t, last, nil
}

// write notes what was made durable. It does not sync.
func (t *tail) write(m mark) error {
	t.count++
	if _, err := t.f.WriteAt(encodeSlot(t.count, m), int64(t.count%2)*slotGap); err != nil {
		return fmt.Errorf("write %s: %w", tailName, err)
	}
	t.dirty = true
	return nil
}

func (t *tail) sync() error {
	if !t.dirty {
		return nil
	}
	t.dirty = false
	return t.f.Sync()
}

func (t *tail) close() error { return errors.Join(t.sync(), t.f.Close()) }

func encodeSlot(count uint64, m mark) []byte {
	b := make([]byte, 0, slotBytes)
	b = binary.BigEndian.AppendUint64(b, tailMagic)
	b = binary.BigEndian.AppendUint64(b, count)
	b = binary.BigEndian.AppendUint64(b, uint64(m.position))
	b = binary.BigEndian.AppendUint64(b, m.sum)
	return binary.BigEndian.AppendUint64(b, xxhash.Sum64(b))
}

func decodeSlot(b []byte) (count uint64, m mark, ok bool) {
	body := b[:slotBytes-8]
	if binary.BigEndian.Uint64(body) != tailMagic || binary.BigEndian.Uint64(b[slotBytes-8:]) != xxhash.Sum64(body) {
		return 0, mark{}, false
	}
	count = binary.BigEndian.Uint64(body[8:])
	m.position = eventstore.Position(binary.BigEndian.Uint64(body[16:]))
	m.sum = binary.BigEndian.Uint64(body[24:])
	return count, m, true
}
