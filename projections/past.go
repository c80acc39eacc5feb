package projections

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/eventstore"
)

// PastLimits bounds what is kept of views of the past.
type PastLimits struct {
	// Files bounds how many are kept. The default is 8.
	Files int
	// Bytes bounds how much they take together, the last one aside. The
	// default is 2 GiB.
	Bytes int64
}

// Past is views of the past, each a finished file in the folder past beside the
// views of now. They are built when they are asked for, kept for whoever asks
// next, in this process or another, and the least recently used go first. It is
// safe for use by many goroutines.
//
// Who asks for the same shares one build. One build runs at a time; others wait
// for it. A build that nobody waits for any more goes on to its end, because
// whoever left is likely to ask again; it ends with [Views.Close].
type Past struct {
	views  *Views // of now
	cfg    Config
	limits PastLimits
	dir    string
	// definitions is the digest of what decides the rows of all files.
	definitions string

	ctx     context.Context // of builds
	cancel  context.CancelFunc
	running sync.WaitGroup

	following sync.Mutex // of the privacy index
	privacy   privacyIndex

	mu sync.Mutex
	// variant is a digest of the corrections for privacy that the files know
	// of, private the streams that they are in, and saved how far of the log
	// the disk says so.
	variant string
	private map[string]bool
	saved   uint64
	files   map[string]*pastFile // by name
	build   *pastBuild           // the one that runs, or nil
}

// ErrAhead says that the log does not reach to where views of the past are
// asked for.
var ErrAhead = errors.New("the log has not come so far")

func newPast(ctx context.Context, v *Views) (*Past, error) {
	p := &Past{
		views:       v,
		cfg:         v.cfg,
		limits:      v.cfg.Past,
		dir:         filepath.Join(v.cfg.Dir, "past"),
		definitions: v.folder.digest,
		files:       map[string]*pastFile{},
	}
	p.limits.Files = orDefault(p.limits.Files, 8)
	if p.limits.Bytes <= 0 {
		p.limits.Bytes = 2 << 30
	}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	if err := os.MkdirAll(p.dir, 0o700); err != nil {
		return nil, fmt.Errorf("views: %w", err)
	}
	p.privacy.load(ctx, p.dir, p.cfg.Store)
	p.variant, p.private, p.saved = p.privacy.seen.variant(), p.privacy.seen.streams(), p.privacy.seen.Position
	if err := p.find(); err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.evict("")
	return p, nil
}

// followPrivacy looks for corrections for privacy that were approved since. Views
// that do not know of one are removed, because they show what it hides.
func (p *Past) followPrivacy(ctx context.Context) error {
	p.following.Lock() // so that what was seen later is also kept later
	defer p.following.Unlock()
	// What has begun is kept, though whoever asked goes away.
	seen, moved, err := p.privacy.follow(context.WithoutCancel(ctx), p.cfg.Store, p.cfg.Catalogue)
	if err != nil || !moved {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.private = seen.streams()
	variant := seen.variant()
	changed := variant != p.variant
	if changed {
		p.variant = variant
		for _, f := range p.files {
			p.drop(f)
		}
	}
	// To go through a little of the log again costs less than a file.
	const often = 1000
	if changed || seen.Position >= p.saved+often {
		p.saved = seen.Position
		if err := p.privacy.save(p.dir, seen); err != nil {
			p.cfg.Logger.Warn("views: what was corrected for privacy could not be kept beside the views", "error", err)
		}
	}
	return nil
}

// name is that of the file of an AsOf. The caller holds mu.
func (p *Past) name(asOf domain.AsOf) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s", *asOf.Known, asOf.Stood.UTC().Format(time.RFC3339Nano)))
	return fmt.Sprintf("%s%s-%s-%s%s", pastPrefix, p.definitions, p.variant, hex.EncodeToString(sum[:8]), fileSuffix)
}

// Read calls a function with a Query of the views as of a moment, as
// [Views.Read] does of the present, and builds them first where need be. An AsOf that
// names no position is of all that the views of now have taken in. A position
// that lies after the last event is [ErrAhead].
//
// Where the file turns out to be damaged it is built again and the function is
// called a second time.
func (p *Past) Read(ctx context.Context, asOf domain.AsOf, read func(*Query) error) error {
	if asOf.IsNow() {
		return p.views.Read(ctx, read)
	}
	asOf = p.pinned(asOf)
	if err := p.followPrivacy(ctx); err != nil {
		return err
	}
	if served, err := p.views.readExactly(ctx, asOf, read); served {
		return err
	}
	for again := false; ; again = true {
		f, err := p.acquire(ctx, asOf)
		if err != nil {
			return err
		}
		err = f.file.read(ctx, read)
		damaged := isDamage(err)
		// Another reader may have found the damage first, and removed the file.
		removed := p.release(f, damaged)
		if err == nil || !removed || again || ctx.Err() != nil {
			return err
		}
		if damaged {
			p.cfg.Logger.Error("views: a file of the past is damaged and will be built again", "file", f.name, "reason", err)
		}
	}
}

// Prepare builds the views as of a moment where there are none yet, so that
// they can be read at once.
func (p *Past) Prepare(ctx context.Context, asOf domain.AsOf) error {
	return p.Read(ctx, asOf, func(*Query) error { return nil })
}

// Building says whether the views as of a moment are being built, and how many
// percent of the way they have come.
func (p *Past) Building(asOf domain.AsOf) (percent int, building bool) {
	if asOf.IsNow() {
		return 0, false
	}
	asOf = p.pinned(asOf)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.build == nil || p.build.name != p.name(asOf) {
		return 0, false
	}
	return p.build.percent, true
}

func (p *Past) pinned(asOf domain.AsOf) domain.AsOf {
	if asOf.Known == nil {
		position := p.views.Position()
		asOf.Known = &position
	}
	return asOf
}

// readExactly reads the views of now where they are those of a moment: nothing
// is cut but what they have not taken in.
func (v *Views) readExactly(ctx context.Context, asOf domain.AsOf, read func(*Query) error) (served bool, err error) {
	if !asOf.Stood.IsZero() {
		return false, nil
	}
	f, release, err := v.acquire()
	if err != nil {
		return false, nil
	}
	defer release()
	if !v.folder.isMine(f.path) {
		return false, nil
	}
	err = f.read(ctx, func(q *Query) error {
		if q.Position() != *asOf.Known {
			return nil
		}
		served = true
		return read(q)
	})
	if isDamage(err) {
		v.damaged(f, err)
	}
	return served, err
}

// pastBuild is a build under way.
type pastBuild struct {
	name    string
	percent int           // guarded by Past.mu
	done    chan struct{} // closed at its end
	err     error         // once it is done
}

// acquire is the file of a moment, held until it is released.
func (p *Past) acquire(ctx context.Context, asOf domain.AsOf) (*pastFile, error) {
	for reached := false; ; {
		p.mu.Lock()
		if p.ctx.Err() != nil {
			p.mu.Unlock()
			return nil, errPastClosed
		}
		name := p.name(asOf)
		if f := p.files[name]; f != nil {
			p.hold(f)
			p.mu.Unlock()
			sound, err := p.open(ctx, f)
			if sound {
				return f, nil
			}
			p.release(f, err == nil)
			if err != nil {
				return nil, err
			}
			continue
		}
		if !reached {
			p.mu.Unlock()
			if err := p.reaches(ctx, *asOf.Known); err != nil {
				return nil, err
			}
			reached = true
			continue
		}
		b := p.build
		if b == nil {
			b = &pastBuild{name: name, done: make(chan struct{})}
			p.build = b
			p.running.Go(func() { p.run(b, asOf) })
		}
		p.mu.Unlock()
		select {
		case <-b.done:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		if b.name == name && b.err != nil {
			return nil, b.err
		}
	}
}

// reaches is [ErrAhead] where the log ends before a position: what is built of
// it would be another thing once the log has grown.
func (p *Past) reaches(ctx context.Context, position uint64) error {
	end := uint64(0)
	for r, err := range p.cfg.Store.ReadAllBackward(ctx, eventstore.EndPosition) {
		if err != nil {
			return fmt.Errorf("views: %w", err)
		}
		end = uint64(r.Position)
		break
	}
	if position > end {
		return fmt.Errorf("views as of position %d: %w: it ends at %d", position, ErrAhead, end)
	}
	return nil
}

var errPastClosed = errors.New("the views were closed")

// run builds and keeps the file of a moment.
func (p *Past) run(b *pastBuild, asOf domain.AsOf) {
	began := time.Now()
	path := filepath.Join(p.dir, b.name)
	size, err := p.fill(b, asOf, path)
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.ctx.Err() != nil:
		b.err = errPastClosed
	case err != nil:
		b.err = err
	case b.name != p.name(asOf): // another variant holds by now
		err = remove(path)
	default:
		p.files[b.name] = &pastFile{name: b.name, path: path, size: size, used: time.Now()}
		p.evict(b.name)
		p.cfg.Logger.Info("views: built as of a moment", "known", *asOf.Known, "bytes", size, "took", time.Since(began).Round(time.Millisecond))
	}
	if err != nil {
		p.cfg.Logger.Warn("views: as of a moment", "known", *asOf.Known, "error", err)
	}
	p.build = nil
	close(b.done)
}

// fill fills a new file and finishes it. It leaves nothing behind when it fails.
func (p *Past) fill(build *pastBuild, asOf domain.AsOf, path string) (size int64, err error) {
	building := path + buildingSuffix
	c := p.cfg
	p.mu.Lock()
	c.AsOf, c.private = asOf, p.private
	p.mu.Unlock()
	c.Progress = func(s Status) {
		p.mu.Lock()
		build.percent = int(min(99, 100*s.Built/max(1, *asOf.Known)))
		p.mu.Unlock()
		if p.cfg.Progress != nil {
			p.cfg.Progress(s)
		}
	}
	if err := remove(building); err != nil {
		return 0, fmt.Errorf("views: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, remove(building))
		}
	}()
	b, err := beginFile(c, building)
	if err != nil {
		return 0, err
	}
	if err = newViews(c).fillRows(p.ctx, b); err == nil {
		err = finishFile(b)
	}
	if err = errors.Join(err, b.close()); err != nil {
		return 0, err
	}
	info, err := os.Stat(building)
	if err == nil {
		err = os.Rename(building, path)
	}
	if err != nil {
		return 0, fmt.Errorf("views: %w", err)
	}
	return info.Size(), nil
}

// close ends the build under way and releases the files. Reads that are under
// way end first.
func (p *Past) close() {
	p.mu.Lock()
	p.cancel() // no build begins after this
	p.mu.Unlock()
	p.running.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, f := range p.files {
		p.retire(f)
	}
}
