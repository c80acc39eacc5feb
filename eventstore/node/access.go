package node

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"strings"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/tap"
)

// right is what a call needs, and what credentials give. Each includes the
// ones before it.
type right int

const (
	nothing right = iota
	reading
	appending
)

// needed is what the calls of the protocol need. What is not named needs
// nothing: it tells nothing either. Deleting is refused to everybody, so who
// may read may hear why.
var needed = map[string]right{
	streams.Streams_Read_FullMethodName:        reading,
	streams.Streams_Append_FullMethodName:      appending,
	streams.Streams_BatchAppend_FullMethodName: appending,
	streams.Streams_Delete_FullMethodName:      reading,
	streams.Streams_Tombstone_FullMethodName:   reading,
}

const (
	// guessDelay is how long a wrong password waits for its answer, and
	// maxGuesses how many wait at once; the others wait for them.
	guessDelay = 100 * time.Millisecond
	maxGuesses = 16
)

// access decides who may do what.
type access struct {
	salt           [32]byte
	reader, writer *[32]byte // digests of the credentials; nil if there are none
	guesses        chan struct{}
}

func newAccess(reader, writer *Credentials) *access {
	a := &access{guesses: make(chan struct{}, maxGuesses)}
	_, _ = rand.Read(a.salt[:]) // it never fails
	if reader != nil {
		d := a.digest(reader.User + ":" + reader.Password)
		a.reader = &d
	}
	if writer != nil {
		d := a.digest(writer.User + ":" + writer.Password)
		a.writer = &d
	}
	return a
}

// caller is who calls, by the credentials that it gave.
type caller struct {
	has right
	// err is that the credentials are wrong.
	err error
	// guess says that they could have been right.
	guess bool
}

type callerKey struct{}

// recognise looks at the headers of a call, before anything that its connection
// sends after them is read.
func (s *service) recognise(ctx context.Context, _ *tap.Info) (context.Context, error) {
	c := s.access.authenticate(ctx)
	if c.has >= reading {
		guestOf(ctx).known.Store(true)
	}
	return context.WithValue(ctx, callerKey{}, c), nil
}

// admit says whether a call may go on.
func (a *access) admit(ctx context.Context, c caller, method string) error {
	need := needed[method]
	if need == nothing {
		return nil
	}
	if c.guess {
		if err := a.slowDown(ctx); err != nil {
			return err
		}
	}
	switch {
	case c.err != nil:
		return c.err
	case c.has >= need:
		return nil
	case need == appending && a.writer == nil:
		return denied("this node is read-only: a raw append would pass the rules of the ledger by; to allow it all the same, start the node with credentials of a writer")
	case need == appending:
		return denied("appending needs the credentials of the node's writer")
	}
	return denied("reading needs the credentials of the node's reader or writer")
}

// authenticate finds out who calls. It does not wait. Credentials that are
// given and wrong are an error, even where none are needed.
func (a *access) authenticate(ctx context.Context) caller {
	headers := metadata.ValueFromIncomingContext(ctx, "authorization")
	if len(headers) == 0 {
		if a.reader == nil {
			return caller{has: reading}
		}
		return caller{}
	}
	given, ok := basicCredentials(headers[0])
	if len(headers) > 1 || !ok {
		return caller{err: refuse(codes.Unauthenticated, "the authorization header is not one of the Basic scheme", nil)}
	}
	digest := a.digest(given)
	// Both are compared, whatever the first comparison says.
	isReader, isWriter := same(&digest, a.reader), same(&digest, a.writer)
	switch {
	case isWriter:
		return caller{has: appending}
	case isReader:
		return caller{has: reading}
	}
	return caller{err: refuse(codes.Unauthenticated, "user name or password is wrong", nil), guess: true}
}

// slowDown makes guessing slow. Who knows the password never waits.
func (a *access) slowDown(ctx context.Context) error {
	select {
	case a.guesses <- struct{}{}:
		defer func() { <-a.guesses }()
	case <-ctx.Done():
		return ctx.Err()
	}
	t := time.NewTimer(guessDelay)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// digest makes what is compared as long for every user and password, and
// keeps the passwords themselves out of memory.
func (a *access) digest(userAndPassword string) [32]byte {
	return sha256.Sum256(append(a.salt[:len(a.salt):len(a.salt)], userAndPassword...))
}

func same(given, known *[32]byte) bool {
	return known != nil && subtle.ConstantTimeCompare(given[:], known[:]) == 1
}

// basicCredentials takes "user:password" out of a header.
func basicCredentials(header string) (string, bool) {
	scheme, encoded, ok := strings.Cut(header, " ")
	if !ok || !strings.EqualFold(scheme, "Basic") {
		return "", false
	}
	decoded, err := base64.StdEncoding.DecodeString(strings.TrimSpace(encoded))
	if err != nil {
		return "", false
	}
	return string(decoded), strings.Contains(string(decoded), ":")
}
