// Package files keeps evidence files beside the log: bytes under the SHA-256 of
// what is stored, whatever event names them.
//
//	store, err := files.Open("files", files.DefaultLimit)
//	f, err := store.Put(ctx, upload)                    // for everybody, as it is
//	f, err = store.PutSealed(ctx, upload, ring, account) // for some, encrypted
//	content, err := store.Open(ctx, f.Digest)
//	content, err = store.OpenSealed(f.Digest, ring)
//
// A file lies at ab/cdef…, a path that is made of its digest and of nothing
// else. It appears there whole and durable, or not at all: bytes are written
// under another name, synced, and renamed. Putting the same bytes again changes
// nothing. Nothing is ever removed but what an interrupted upload left behind,
// so several processes may use one folder.
//
// What is not for everybody is encrypted with a key of its own, which a
// [domain.Sealer] seals under the file's owner, "file-" and a random id. The
// digest is then that of the ciphertext, so that nothing public depends on what
// the document says; see docs/decisions/0035. Destroying the owner's key makes
// the file unreadable in every copy of the folder.
package files
