package catalogue

import (
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
)

func drawMetadata(t *rapid.T) domain.Recorded {
	id := func(name string) uuid.UUID {
		return uuid.UUID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, name))
	}
	at := func(name string) time.Time {
		return time.Unix(rapid.Int64Range(0, 4e9).Draw(t, name), rapid.Int64Range(0, 999_999_999).Draw(t, name+" fraction"))
	}
	return domain.Recorded{
		Fact:          domain.Fact{OccurredAt: at("occurred"), Actor: rapid.String().Draw(t, "actor"), Role: domain.Role(rapid.StringMatching(`[a-z-]*`).Draw(t, "role"))},
		RecordedAt:    at("recorded"),
		CommandID:     id("command"),
		CommandDigest: rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(t, "digest"),
		CorrelationID: id("correlation"),
		CausationID:   id("causation"),
		Evidence: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) domain.Ref {
			return domain.Ref{Stream: rapid.StringMatching(`[a-z]{1,9}-[A-Za-z0-9._:-]{1,40}`).Draw(t, "stream"), Revision: rapid.Int64Range(0, 1e6).Draw(t, "revision")}
		}), 0, 3).Draw(t, "evidence"),
		Attachments: drawAttachments(t),
	}
}

func drawAttachments(t *rapid.T) []domain.Attachment {
	var all []domain.Attachment
	for range rapid.IntRange(0, 2).Draw(t, "attachments") {
		a := domain.Attachment{
			Kind: domain.Minutes, Digest: rapid.StringMatching(`[0-9a-f]{64}`).Draw(t, "file"), MediaType: "application/pdf",
			Size: rapid.Int64Range(1, 1<<40).Draw(t, "size"), Audience: domain.Public, Title: domain.Note(rapid.String().Draw(t, "title")),
		}
		if rapid.Bool().Draw(t, "sealed") {
			a.Audience, a.Key, a.Title = domain.Restricted, uuid.UUID(append([]byte{1}, make([]byte, 15)...)), domain.Text{}
			if e := rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(t, "sealed title"); len(e) > 0 {
				a.Title = domain.FromEnvelope[string](e)
			}
		}
		all = append(all, a)
	}
	return all
}

// What the fast reader takes it reads as the strict one does.
func TestCanonicalMetadataIsReadAsTheStrictDecoderReadsIt(t *testing.T) {
	taken := 0
	rapid.Check(t, func(t *rapid.T) {
		data, err := Standard.EncodeMetadata(drawMetadata(t))
		require.NoError(t, err)
		var fast, strict metadata
		require.NoError(t, strict.readStrict(data))
		if fast.readCanonical(data) {
			taken++
			require.Equal(t, strict, fast)
		}
	})
	require.NotZero(t, taken, "the fast reader took nothing: it reads another form than the one that is written")

	plain, err := Standard.EncodeMetadata(domain.Recorded{Fact: domain.Fact{Actor: "a"}})
	require.NoError(t, err)
	require.True(t, new(metadata).readCanonical(plain))
	rests, err := Standard.EncodeMetadata(domain.Recorded{Fact: domain.Fact{Actor: "a"}, Evidence: []domain.Ref{{Stream: "account-1", Revision: 3}, {Stream: "matter-B07", Revision: 0}}})
	require.NoError(t, err)
	require.True(t, new(metadata).readCanonical(rests))
}

// What the fast writer writes is what the general encoder writes.
func TestCanonicalMetadataIsWrittenAsTheEncoderWritesIt(t *testing.T) {
	same := func(t require.TestingT, r domain.Recorded) bool {
		data, err := Standard.EncodeMetadata(r)
		require.NoError(t, err)
		var m metadata
		require.NoError(t, m.readStrict(data))
		whole, err := json.Marshal(m, written)
		require.NoError(t, err)
		require.Equal(t, string(whole), string(data))
		_, fast := m.appendCanonical(nil)
		return fast
	}
	fast := 0
	rapid.Check(t, func(t *rapid.T) {
		r := drawMetadata(t)
		if rapid.Bool().Draw(t, "plain") {
			r.Actor, r.Attachments = "5f0c-1", nil
		}
		if same(t, r) {
			fast++
		}
	})
	require.NotZero(t, fast, "nothing was written fast")
	for _, refs := range [][]domain.Ref{nil, {}, {{Stream: "matter-1", Revision: domain.Latest}}, {{Stream: "matter-1", Revision: 0}}} {
		m := metadata{Actor: "5f0c-1", OccurredAt: time.Unix(0, 0).UTC(), RecordedAt: time.Unix(0, 0).UTC(), Evidence: refs, Schema: schema}
		whole, err := json.Marshal(m, written)
		require.NoError(t, err)
		if text, fast := m.appendCanonical(nil); fast {
			require.Equal(t, string(whole), string(text))
		} else {
			require.NotNil(t, refs)
		}
	}
	for _, actor := range []string{`a"b`, `a\b`, "a\tb", "县", "a<b>&", "a\x7f"} {
		same(t, domain.Recorded{Fact: domain.Fact{Actor: actor}})
	}
}

func FuzzCanonicalMetadata(f *testing.F) {
	data, err := Standard.EncodeMetadata(domain.Recorded{Fact: domain.Fact{Actor: "a", Role: "b"}, CommandDigest: []byte{1, 2, 3}})
	require.NoError(f, err)
	f.Add(data)
	f.Add([]byte(`{"$correlationId":"`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var fast, strict metadata
		if fast.readCanonical(data) {
			require.NoError(t, strict.readStrict(data))
			require.Equal(t, strict, fast)
		}
	})
}

func BenchmarkReadMetadata(b *testing.B) {
	data, err := Standard.EncodeMetadata(domain.Recorded{
		Fact:       domain.Fact{Actor: uuid.NewString(), Role: domain.WindowClerk, OccurredAt: time.Now()},
		RecordedAt: time.Now(), CommandID: uuid.New(), CommandDigest: make([]byte, 16),
	})
	require.NoError(b, err)
	b.Run("canonical", func(b *testing.B) {
		for b.Loop() {
			if !new(metadata).readCanonical(data) {
				b.Fatal("not taken")
			}
		}
	})
	b.Run("strict", func(b *testing.B) {
		for b.Loop() {
			if err := new(metadata).readStrict(data); err != nil {
				b.Fatal(err)
			}
		}
	})
}
