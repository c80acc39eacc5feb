// Package archive keeps a whole log in one file: to back it up while it is
// written, to verify the file, and to restore it. And it copies a whole log to
// another.
//
//	made, err := archive.WriteFile(ctx, store, "ledger.slar", archive.Options{Ledger: id})
//	made, err = archive.Verify(ctx, file)
//	made, err = archive.Restore(ctx, open, emptyStore)
//	copied, err := archive.Copy(ctx, store, emptyStore, archive.CopyOptions{})
//
// An archive holds every event up to the one that was the last when the backup
// began, in order, with stream, revision, id, type, data and metadata byte for
// byte. Positions and the store's own notes are not kept: a store gives them
// anew, in the same order. Keys of sealed fields are not in the log, so they
// are not in an archive either; package keyring makes its own backups.
//
// A file is one header, blocks of compressed records, and an end that says how
// many there were and a SHA-256 of everything before it. Every block and every
// record has a checksum of its own, so that damage is not only noticed but
// named by its place. format.go has the layout. A log has a [Digest], too, which
// is the same in all its copies and archives.
//
// The package knows nothing of what events mean, and never changes a log that
// holds anything but the beginning of the archive, or of the log that is copied.
package archive
