package projections

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/go-json-experiment/json"
	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/eventstore"
)

// privacyIndex knows which streams had something corrected for privacy, wherever
// in the log. Views of the past need it: what such a correction hides is hidden
// from them too, however early they look. It reads the types of events only, and
// goes on from where it was last.
type privacyIndex struct {
	mu   sync.Mutex
	seen privacySeen
}

// privacySeen is how far the log was looked through, and what was found.
type privacySeen struct {
	Position uint64    `json:"position"`
	Event    uuid.UUID `json:"event"`
	// Approvals are the ids of the approvals, Streams where they stand.
	Approvals []uuid.UUID `json:"approvals,omitempty"`
	Streams   []string    `json:"streams,omitempty"`
}

// follow brings the index to where the log ends, and says whether it has moved.
func (x *privacyIndex) follow(ctx context.Context, log eventstore.Reader, c *catalogue.Catalogue) (seen privacySeen, moved bool, err error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	found, until := x.seen, x.seen.Position
	for stored, err := range log.ReadAllBackward(ctx, eventstore.EndPosition) {
		if err != nil {
			return x.seen, false, fmt.Errorf("views: %w", err)
		}
		if uint64(stored.Position) <= until {
			break
		}
		if !moved {
			found.Position, found.Event, moved = uint64(stored.Position), stored.ID, true
		}
		if stored.Type != (domain.CorrectionApproved{}).EventType() {
			continue
		}
		private, err := approvesPrivacy(ctx, log, c, stored)
		if err != nil {
			return x.seen, false, err
		}
		if private {
			found.Approvals = append(slices.Clip(found.Approvals), stored.ID)
			found.Streams = append(slices.Clip(found.Streams), stored.Stream)
		}
	}
	x.seen = found
	return found, moved, nil
}

// approvesPrivacy reports whether an approval is of a correction for privacy.
func approvesPrivacy(ctx context.Context, log eventstore.Reader, c *catalogue.Catalogue, stored eventstore.Recorded) (bool, error) {
	r, err := read(c, stored)
	if err != nil {
		return false, err
	}
	proposal := r.Event.(domain.CorrectionApproved).Proposal
	for stored, err := range log.ReadStream(ctx, r.Stream, eventstore.Revision(proposal)) {
		if err != nil {
			return false, fmt.Errorf("views: %w", err)
		}
		p, err := read(c, stored)
		if err != nil {
			return false, err
		}
		terms, ok := p.Event.(domain.CorrectionProposed)
		return ok && terms.Kind == domain.Privacy, nil
	}
	return false, nil
}

// variant is a digest of what was found.
func (s privacySeen) variant() string {
	h := sha256.New()
	ids := slices.Clone(s.Approvals)
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	for _, id := range ids {
		h.Write(id[:])
	}
	return hex.EncodeToString(h.Sum(nil)[:4])
}

// streams is what was found, to look streams up in.
func (s privacySeen) streams() map[string]bool {
	all := make(map[string]bool, len(s.Streams))
	for _, stream := range s.Streams {
		all[stream] = true
	}
	return all
}

// privacyFile keeps the index beside the views of the past, so that another
// process need not go through the log again.
const privacyFile = "privacy.json"

// load takes what an earlier process found, where it is of this log.
func (x *privacyIndex) load(ctx context.Context, dir string, log eventstore.Reader) {
	data, err := os.ReadFile(filepath.Join(dir, privacyFile))
	if err != nil {
		return
	}
	var seen privacySeen
	if json.Unmarshal(data, &seen, json.RejectUnknownMembers(true)) != nil || len(seen.Approvals) != len(seen.Streams) {
		return
	}
	if of, err := isOf(ctx, log, checkpoint{position: seen.Position, event: seen.Event}); err == nil && of {
		x.seen = seen
	}
}

// save keeps what was found. That it could not is no harm.
func (x *privacyIndex) save(dir string, seen privacySeen) error {
	data, err := json.Marshal(seen)
	if err != nil {
		return err
	}
	part, err := os.CreateTemp(dir, privacyFile+".part-*")
	if err != nil {
		return err
	}
	_, err = part.Write(data)
	if closing := part.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Rename(part.Name(), filepath.Join(dir, privacyFile))
	}
	if err != nil {
		_ = os.Remove(part.Name())
	}
	return err
}
