package pebble

import (
	"log/slog"

	engine "github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/bloom"
	"github.com/cockroachdb/pebble/v2/sstable"
	"github.com/cockroachdb/pebble/v2/vfs"
)

// Option changes how a log is opened. None changes what is in it.
type Option func(*options)

type options struct {
	logger     *slog.Logger
	cacheBytes int64
	// fs is the engine's file system. Tests replace it to make writes fail.
	fs vfs.FS
}

// WithLogger says where warnings and errors of the engine go. The default is
// [slog.Default].
func WithLogger(l *slog.Logger) Option { return func(o *options) { o.logger = l } }

// WithCacheBytes sets how many bytes of blocks are kept in memory,
// uncompressed, beside what the operating system caches. The default is 128 MiB.
func WithCacheBytes(n int64) Option { return func(o *options) { o.cacheBytes = n } }

func (o *options) apply(opts []Option) {
	o.logger, o.cacheBytes, o.fs = slog.Default(), 128<<20, vfs.Default
	for _, opt := range opts {
		opt(o)
	}
}

// engineOptions are the engine's settings for keys and records as ours are.
func (o *options) engineOptions(l *engineLog) *engine.Options {
	e := &engine.Options{
		FS:        guardedFS{o.fs, l},
		CacheSize: o.cacheBytes,
		Logger:    l,
		// Pinned, so that a newer engine never raises the format of a folder
		// unasked. From this format on the write-ahead log says how far it had
		// been synced, which makes damage before the last block evident.
		FormatMajorVersion: engine.FormatValueSeparation,
		// A large memtable is few flushes and files; what it costs is the time
		// to read the write-ahead log again after a crash.
		MemTableSize:                64 << 20,
		MemTableStopWritesThreshold: 4,
		L0CompactionThreshold:       4,
		L0StopWritesThreshold:       24,
		LBaseMaxBytes:               256 << 20,
		MaxOpenFiles:                1000,
		CompactionConcurrencyRange:  func() (int, int) { return 1, 2 },
		// Statistics serve deletions, of which there are none, and gathering
		// them reads every file after each open.
		DisableTableStats: true,
		EventListener:     l.listener(),
	}
	e.TargetFileSizes[0] = 8 << 20
	for i := range e.Levels {
		// Large enough to read everything fast, and small enough to read
		// streams, whose events lie apart. Most of a record is ciphertext, ids
		// and digests, which a fast compression does not make smaller.
		e.Levels[i].BlockSize = 16 << 10
		e.Levels[i].Compression = func() *sstable.CompressionProfile { return sstable.NoCompression }
		e.Levels[i].IndexBlockSize = 32 << 10
		// Events and heads are found by whole keys, one at a time.
		e.Levels[i].FilterPolicy = bloom.FilterPolicy(10)
	}
	return e
}
