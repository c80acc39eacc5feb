package ledger_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/domain/subject"
	"github.com/sunledger/sunledger/internal/files"
	"github.com/sunledger/sunledger/internal/keyring"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/internal/ledger/ledgertest"
)

const minutes = "%PDF-1.7 the minutes of the ninth"

// take stores a document under an account.
func (b *bench) take(who ledger.Actor, audience domain.Audience, document string) ledger.TakenFile {
	b.t.Helper()
	f, err := b.TakeFile(b.t.Context(), who, audience, strings.NewReader(document))
	require.NoError(b.t, err)
	require.EqualValues(b.t, len(document), f.Size)
	return f
}

// supervised is a command with some files.
func supervised(d *desk, named ...ledger.Attach) ledger.Request {
	return ledger.Request{Actor: d.actor, ID: strings.TrimPrefix(d.stream, "request-"), Command: request.Supervise{By: "镇政府"}, Attachments: named}
}

func content(t *testing.T, d ledger.Download, err error) string {
	t.Helper()
	require.NoError(t, err)
	text, err := io.ReadAll(d.Content)
	require.NoError(t, errors.Join(err, d.Content.Close()))
	return string(text)
}

func (b *bench) reader(who ledger.Actor, opened func(string, domain.Audience)) *ledger.Reader {
	b.t.Helper()
	r, err := b.Reader(b.t.Context(), who, opened)
	require.NoError(b.t, err)
	return r
}

func titles(b *bench, who ledger.Actor, r domain.Recorded, opened func(string, domain.Audience)) []string {
	b.t.Helper()
	return b.Catalogue().Titles(r, b.reader(who, opened).ReadingOf(r, domain.English))
}

func TestAnEventNamesFiles(t *testing.T) {
	d := newDesk(t)
	public := d.take(d.actor, domain.Public, minutes)
	require.Equal(t, "application/pdf", public.MediaType)
	ballots := d.take(d.actor, domain.Restricted, "王松滨 in favour")
	require.Equal(t, "text/plain", ballots.MediaType)
	receipt := d.must(supervised(d,
		ledger.Attach{Kind: domain.Minutes, Digest: public.Digest, Title: "会议记录", Audience: domain.Public},
		ledger.Attach{Kind: domain.Ballots, Digest: ballots.Digest, Title: "王松滨的票"}, // restricted
	))
	record := receipt.Events[0]
	require.Len(t, record.Attachments, 2)
	require.Equal(t, domain.Restricted, record.Attachments[1].Audience)
	for _, r := range d.stored() {
		require.NotContains(t, string(r.Metadata), "王松滨", "a title that is not public is sealed")
	}
	published, err := d.Public().Published(t.Context(), receipt.Events)
	require.NoError(t, err)
	require.Equal(t, []catalogue.PublicAttachment{
		{Kind: domain.Minutes, Digest: public.Digest, MediaType: "application/pdf", Size: public.Size, Audience: domain.Public, Title: "会议记录"},
		{Kind: domain.Ballots, Digest: ballots.Digest, MediaType: "text/plain", Size: ballots.Size, Audience: domain.Restricted},
	}, published[0].Attachments())

	// Everybody has what is public, through the event and no other.
	down, err := d.Public().File(t.Context(), record.Position, public.Digest)
	require.Equal(t, minutes, content(t, down, err))
	require.Equal(t, "会议记录", down.Title)
	_, err = d.Public().File(t.Context(), record.Position-1, public.Digest)
	require.ErrorIs(t, err, ledger.ErrNotFound)
	_, err = d.Public().File(t.Context(), 0, public.Digest)
	require.ErrorIs(t, err, ledger.ErrNotFound)
	unnamed := d.take(d.actor, domain.Public, "not named yet")
	_, err = d.Public().File(t.Context(), record.Position, unnamed.Digest)
	require.ErrorIs(t, err, ledger.ErrNotFound)
	_, err = d.Public().File(t.Context(), record.Position, ballots.Digest)
	require.Equal(t, "file_not_public", domain.CodeOf(err))

	// The clerk of the place reads the rest, which is counted; an accountant, and
	// a clerk of elsewhere, do not.
	var counted []string
	count := func(category string, a domain.Audience) { counted = append(counted, category+" "+string(a)) }
	down, err = d.reader(d.clerk, count).File(record.Position, ballots.Digest)
	require.Equal(t, "王松滨 in favour", content(t, down, err))
	require.Equal(t, "王松滨的票", down.Title)
	require.Equal(t, []string{"request restricted"}, counted)
	require.Equal(t, []string{"会议记录", "王松滨的票"}, titles(d.bench, d.clerk, record, count))
	require.Len(t, counted, 2)
	down, err = d.reader(d.clerk, count).File(record.Position, public.Digest)
	require.Equal(t, minutes, content(t, down, err))
	require.Len(t, counted, 2)
	accountant := ledgertest.Open(t, d.Ledger, d.actor, "会计", here, domain.Accountant)
	_, err = d.reader(accountant, count).File(record.Position, ballots.Digest)
	require.Equal(t, "role_missing", domain.CodeOf(err))
	require.Equal(t, []string{"会议记录", "[not public]"}, titles(d.bench, accountant, record, count))
	require.Len(t, counted, 2)
	at, err := d.NamedAt(t.Context(), ballots.Digest)
	require.NoError(t, err)
	require.Equal(t, []uint64{record.Position}, at)
	at, err = d.NamedAt(t.Context(), unnamed.Digest)
	require.NoError(t, err)
	require.Empty(t, at)
	d.sound()
}

func TestFilesThatNoCommandTakes(t *testing.T) {
	d := newDesk(t)
	mine, public := d.take(d.actor, domain.Restricted, "mine"), d.take(d.actor, domain.Public, "for all")
	other := d.take(d.corrector, domain.Restricted, "of another")
	again := d.take(d.actor, domain.Restricted, "mine")
	require.NotEqual(t, mine.Digest, again.Digest)
	cut := d.take(d.actor, domain.Restricted, "cut off")
	path := filepath.Join(d.dir, cut.Digest[:2], cut.Digest[2:])
	require.NoError(t, os.Truncate(path, 60))
	many := make([]ledger.Attach, domain.MaxAttachments+1)
	named := ledger.Attach{Kind: domain.Minutes, Digest: mine.Digest}
	for name, c := range map[string]struct {
		code  string
		files []ledger.Attach
	}{
		"no kind":             {"code_unknown", []ledger.Attach{{Digest: mine.Digest}}},
		"a kind made up":      {"code_unknown", []ledger.Attach{{Kind: "video", Digest: mine.Digest}}},
		"an audience made up": {"code_unknown", []ledger.Attach{{Kind: domain.Minutes, Digest: mine.Digest, Audience: "everybody"}}},
		"no readers":          {"audience_without_readers", []ledger.Attach{{Kind: domain.Minutes, Digest: mine.Digest, Audience: domain.Village}}},
		"no digest":           {"file_digest_invalid", []ledger.Attach{{Kind: domain.Minutes}}},
		"a path":              {"file_digest_invalid", []ledger.Attach{{Kind: domain.Minutes, Digest: "../../" + mine.Digest[6:]}}},
		"none there":          {"file_missing", []ledger.Attach{{Kind: domain.Minutes, Digest: strings.Repeat("0a", 32)}}},
		"another's":           {"file_of_another", []ledger.Attach{{Kind: domain.Minutes, Digest: other.Digest}}},
		"sealed as public":    {"file_sealed", []ledger.Attach{{Kind: domain.Minutes, Digest: mine.Digest, Audience: domain.Public}}},
		"public as sealed":    {"file_not_sealed", []ledger.Attach{{Kind: domain.Minutes, Digest: public.Digest}}},
		"sealed twice":        {"file_twice", []ledger.Attach{named, {Kind: domain.SignInSheet, Digest: again.Digest}}},
		"twice":               {"file_twice", []ledger.Attach{named, named}},
		"too many":            {"too_many_files", many},
		"cut off":             {"file_altered", []ledger.Attach{{Kind: domain.Minutes, Digest: cut.Digest}}},
		"a long title":        {"too_long", []ledger.Attach{{Kind: domain.Minutes, Digest: mine.Digest, Title: strings.Repeat("x", ledger.MaxTitleBytes+1)}}},
		"two lines":           {"control_character", []ledger.Attach{{Kind: domain.Minutes, Digest: mine.Digest, Title: "a\nb"}}},
	} {
		t.Run(name, func(t *testing.T) {
			before := len(d.stored())
			d.refused(c.code, supervised(d, c.files...))
			require.Len(t, d.stored(), before)
		})
	}
	d.must(supervised(d, named))
}

func TestWhoMaySendFiles(t *testing.T) {
	d := newDesk(t)
	take := func(l *ledger.Ledger, who ledger.Actor, audience domain.Audience) string {
		_, err := l.TakeFile(t.Context(), who, audience, strings.NewReader("x"))
		return domain.CodeOf(err)
	}
	require.Empty(t, take(d.Ledger, d.clerk, ""))
	require.Equal(t, "code_unknown", take(d.Ledger, d.clerk, "everybody"))
	require.NotEmpty(t, take(d.Ledger, ledger.Actor{}, domain.Public))
	opened := d.must(ledger.Request{Command: account.Open{Name: "无角色"}})
	token, err := d.NewToken(t.Context(), d.actor, strings.TrimPrefix(opened.Stream, "account-"))
	require.NoError(t, err)
	roleless, err := d.Authenticate(t.Context(), token)
	require.NoError(t, err)
	require.Equal(t, "role_missing", take(d.Ledger, roleless, domain.Public))

	without, err := ledger.Open(t.Context(), ledger.Config{Store: d.store, Catalogue: d.Catalogue(), Keys: d.keys, Rules: d.Rules(), Now: d.clock.Now})
	require.NoError(t, err)
	require.Equal(t, "files_off", take(without, d.clerk, domain.Public))
	mine := d.take(d.actor, domain.Restricted, "x")
	_, err = without.Do(t.Context(), supervised(d, ledger.Attach{Kind: domain.Minutes, Digest: mine.Digest}))
	require.Equal(t, "files_off", domain.CodeOf(err))
	replica, err := ledger.Open(t.Context(), ledger.Config{Store: d.store, Catalogue: d.Catalogue(), Rules: d.Rules(), Files: d.files, Now: d.clock.Now})
	require.NoError(t, err)
	require.Equal(t, "read_only", take(replica, d.clerk, domain.Public))
	_, err = d.TakeFile(t.Context(), d.clerk, domain.Public, bytes.NewReader(make([]byte, 1<<20+1)))
	require.Equal(t, "file_too_large", domain.CodeOf(err))
}

// A repeated command is recognised by what its documents say: a sealed one that is
// sent again is another file.
func TestRepeatedCommandsWithFiles(t *testing.T) {
	d := newDesk(t)
	for _, audience := range []domain.Audience{domain.Public, domain.Restricted} {
		attach := func(document, title string) ledger.Request {
			r := supervised(d, ledger.Attach{Kind: domain.Minutes, Digest: d.take(d.actor, audience, document).Digest, Title: title, Audience: audience})
			r.Key = "once " + string(audience)
			return r
		}
		first := d.must(attach("in favour", "the vote"))
		again := d.must(attach("in favour", "the vote"))
		require.True(t, again.Repeated)
		require.Equal(t, first.Events, again.Events)
		other := attach("in favour", "the vote")
		other.Attachments[0].Kind = domain.Photograph
		none := supervised(d)
		none.Key = other.Key
		for what, r := range map[string]ledger.Request{
			"another document": attach("against", "the vote"), "another title": attach("in favour", "vote"), "another kind": other, "none": none,
		} {
			_, err := d.do(r)
			require.Equal(t, "command_id_reused", domain.CodeOf(err), what)
		}
	}
}

// The files of what is about one person go with the person, and with an older
// keyring that is put back they go again.
func TestErasingSomebodyErasesTheirFiles(t *testing.T) {
	b, stream, who := visited(t)
	other := b.must(ledger.Request{Command: personalSubmit("李四")}).Stream
	attach := func(stream, document string) (uint64, string) {
		f := b.take(b.actor, domain.Restricted, document)
		r := b.must(ledger.Request{
			ID: strings.TrimPrefix(stream, "request-"), Command: request.Accept{},
			Attachments: []ledger.Attach{{Kind: domain.OtherDocument, Digest: f.Digest, Title: "身份证 " + document}},
		})
		return r.Position, f.Digest
	}
	gone, goneFile := attach(stream, "of 王松滨")
	stays, staysFile := attach(other, "of 李四")
	down, err := b.reader(b.actor, nil).File(gone, goneFile)
	require.Equal(t, "of 王松滨", content(t, down, err))
	backup := filepath.Join(t.TempDir(), "keyring.db")
	require.NoError(t, b.keys.Backup(t.Context(), backup))

	b.clock.Set("2026-09-01 09:00")
	b.must(ledger.Request{Command: subject.Erase{Subject: who, Ground: subject.Fulfilled}})
	check := func(l *ledger.Ledger, keys *keyring.Keyring) {
		t.Helper()
		reader, err := l.Reader(t.Context(), b.actor, nil)
		require.NoError(t, err)
		_, err = reader.File(gone, goneFile)
		require.Equal(t, "file_erased", domain.CodeOf(err))
		history, err := l.History(t.Context(), stream)
		require.NoError(t, err)
		require.Equal(t, []string{domain.MaskErased}, l.Catalogue().Titles(history[1], reader.ReadingOf(history[1], domain.English)))
		down, err := reader.File(stays, staysFile)
		require.Equal(t, "of 李四", content(t, down, err))
		checked, err := l.CheckEvidence(t.Context(), ledger.CheckingEvidence{})
		require.NoError(t, err)
		require.True(t, checked.Sound())
		require.Equal(t, 1, checked.Erased)
	}
	check(b.Ledger, b.keys)
	older, err := keyring.Open(backup, b.master)
	require.NoError(t, err)
	defer func() { require.NoError(t, older.Close()) }()
	l, err := ledger.Open(t.Context(), ledger.Config{Store: b.store, Catalogue: b.Catalogue(), Keys: older, Rules: b.Rules(), Files: b.files, Now: b.clock.Now})
	require.NoError(t, err)
	check(l, older)
}

// What a correction for privacy hides takes its files along. Those of other
// records, and their titles, outlive the old key of the stream.
func TestACorrectionForPrivacyHidesFiles(t *testing.T) {
	d := newDesk(t)
	public, sealed, shared, stays := d.take(d.actor, domain.Public, "public"), d.take(d.actor, domain.Restricted, "hidden"), d.take(d.actor, domain.Restricted, "shared"), d.take(d.actor, domain.Restricted, "stays")
	kind := domain.OtherDocument
	hidden := d.must(supervised(d,
		ledger.Attach{Kind: kind, Digest: public.Digest, Audience: domain.Public, Title: "张三"},
		ledger.Attach{Kind: kind, Digest: sealed.Digest, Title: "张三"}, ledger.Attach{Kind: kind, Digest: shared.Digest}))
	kept := d.must(supervised(d, ledger.Attach{Kind: kind, Digest: stays.Digest, Title: "名册"}, ledger.Attach{Kind: kind, Digest: shared.Digest, Title: "共同"}))
	d.corrected(hiding(set(hidden.Revision, `{"by":"县政府"}`)))

	_, err := d.Public().File(t.Context(), hidden.Position, public.Digest)
	require.ErrorIs(t, err, ledger.ErrNotFound)
	for _, digest := range []string{public.Digest, sealed.Digest, shared.Digest} {
		_, err = d.reader(d.clerk, nil).File(hidden.Position, digest)
		require.ErrorIs(t, err, ledger.ErrNotFound)
	}
	require.Equal(t, "[not public]", titles(d.bench, d.clerk, d.history()[hidden.Revision], nil)[1])
	published, err := d.Public().Published(t.Context(), hidden.Events)
	require.NoError(t, err)
	require.Empty(t, published[0].Attachments())
	digest, err := files.ParseDigest(sealed.Digest)
	require.NoError(t, err)
	_, err = d.files.DescribeSealed(digest, d.keys)
	require.ErrorIs(t, err, domain.ErrErased)
	down, err := d.reader(d.clerk, nil).File(kept.Position, stays.Digest)
	require.Equal(t, "stays", content(t, down, err))
	down, err = d.reader(d.clerk, nil).File(kept.Position, shared.Digest)
	require.Equal(t, "shared", content(t, down, err), "another record names it")
	require.Equal(t, []string{"名册", "共同"}, titles(d.bench, d.clerk, d.history()[kept.Revision], nil))
	d.sound()
}

func TestCheckEvidence(t *testing.T) {
	d := newDesk(t)
	check := func(l *ledger.Ledger) (ledger.CheckedEvidence, map[string]ledger.FileProblemKind) {
		t.Helper()
		found := map[string]ledger.FileProblemKind{}
		stages := map[ledger.EvidenceStage]uint64{}
		done, err := l.CheckEvidence(t.Context(), ledger.CheckingEvidence{
			Found:    func(p ledger.FileProblem) { found[p.Digest] = p.Kind },
			Progress: func(s ledger.EvidenceStage, n, total uint64) { require.LessOrEqual(t, n, total); stages[s] = n },
		})
		require.NoError(t, err)
		require.EqualValues(t, done.Files, stages[ledger.EvidenceFiles])
		return done, found
	}
	done, found := check(d.Ledger)
	require.Zero(t, done.Files)
	require.Empty(t, found)

	var all []ledger.TakenFile
	for _, audience := range []domain.Audience{domain.Public, domain.Restricted, domain.Public, domain.Restricted} {
		f := d.take(d.actor, audience, "document "+string(rune('a'+len(all))))
		d.must(supervised(d, ledger.Attach{Kind: domain.Minutes, Digest: f.Digest, Audience: audience}))
		all = append(all, f)
	}
	unnamed := d.take(d.actor, domain.Public, "unnamed")
	done, found = check(d.Ledger)
	require.Equal(t, map[string]ledger.FileProblemKind{unnamed.Digest: ledger.FileUnnamed}, found)
	require.True(t, done.Sound())
	require.Equal(t, 4, done.Files)
	require.EqualValues(t, 4*len("document a"), done.Bytes)

	path := func(f ledger.TakenFile) string { return filepath.Join(d.dir, f.Digest[:2], f.Digest[2:]) }
	require.NoError(t, os.Remove(path(all[0])))
	require.NoError(t, os.Remove(path(all[1])))
	require.NoError(t, os.WriteFile(path(all[2]), []byte("document C"), 0o600))
	sealed, err := os.ReadFile(path(all[3]))
	require.NoError(t, err)
	sealed[30] ^= 1
	require.NoError(t, os.WriteFile(path(all[3]), sealed, 0o600))
	want := map[string]ledger.FileProblemKind{
		unnamed.Digest: ledger.FileUnnamed, all[0].Digest: ledger.FileMissing, all[1].Digest: ledger.FileMissing,
		all[2].Digest: ledger.FileAltered, all[3].Digest: ledger.FileAltered,
	}
	done, found = check(d.Ledger)
	require.Equal(t, want, found)
	require.False(t, done.Sound())
	replica, err := ledger.Open(t.Context(), ledger.Config{Store: d.store, Catalogue: d.Catalogue(), Rules: d.Rules(), Files: d.files, Now: d.clock.Now})
	require.NoError(t, err)
	_, found = check(replica)
	require.Equal(t, want, found, "it takes no key to see it")
	_, err = d.Public().File(t.Context(), d.history()[4].Position, all[2].Digest)
	require.Equal(t, "file_altered", domain.CodeOf(err), "what was altered is given to nobody")

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = d.CheckEvidence(ctx, ledger.CheckingEvidence{})
	require.ErrorIs(t, err, context.Canceled)
}
