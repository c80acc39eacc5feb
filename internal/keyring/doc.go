// Package keyring holds the keys of sealed fields, outside the log, and seals
// and opens with them. It implements [domain.Sealer].
//
// Every owner, a stream or the subject of personal data, has a random key of
// its own, which the master key wraps and a SQLite file keeps. The log is never
// changed; erasing is destroying a key, after which nothing that was sealed
// with it can be read, in whatever copy of the log it stands.
//
//	master, err := keyring.LoadMasterKey("master.key", os.Getenv)
//	ring, err := keyring.Open("keyring.db", master)
//	defer ring.Close()
//	err = ring.Ensure(ctx, owners...)  // one transaction for many new owners
//	envelope, err := ring.Seal(place, text)
//
// A key is on disk before anything sealed with it is handed out, so that no
// event outlives its key. Several processes of one host may share a keyring;
// what one destroys, none of them uses once [Keyring.Destroy] has returned.
//
// What is held on a person is found by a name, a phone number or an ID number:
//
//	err = ring.Index(ctx, subject, keyring.Terms(text)...)
//	term, err := keyring.ParseTerm(keyring.PhoneNumber, "138 0000 1234")
//	subjects, err := ring.Find(ctx, term)
//
// The file holds keyed digests of terms and none of them in clear, and those of
// a person go with the person's key. A [Keyring.Mark] says how far something
// was carried out against the log; it is as old as the keyring that holds it.
//
// A file system over a network does not serve: SQLite's locks and shared
// memory are of one host. A backup made before a key was destroyed still holds
// it, so backups of a keyring are kept for as short a time as the law gives for
// erasing, and apart from the master key. SQLite overwrites a destroyed key; a
// disk may keep what was overwritten, and there it is still wrapped by the
// master key.
//
// The package never logs, and no error or printed value of it holds a key or a
// sealed text.
package keyring
