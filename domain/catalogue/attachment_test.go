package catalogue_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
)

var attached = domain.Recorded{
	Fact:     domain.Fact{Event: weighedV2{Grams: 1, Scale: "beam"}, OccurredAt: time.Unix(1, 0).UTC(), Actor: "a", Role: domain.WindowClerk},
	ID:       someEvent,
	Stream:   "parcel-1",
	Evidence: []domain.Ref{{Stream: "parcel-2", Revision: 3}},

	RecordedAt: time.Unix(2, 0).UTC(), CommandID: someEvent, CommandDigest: []byte{1}, CorrelationID: someEvent, CausationID: someEvent,
	Attachments: []domain.Attachment{
		{Kind: domain.Minutes, Digest: strings.Repeat("ab", 32), MediaType: "application/pdf", Size: 12, Audience: domain.Public, Title: domain.Note("会议记录")},
		{Kind: domain.Ballots, Digest: strings.Repeat("0c", 32), MediaType: "image/png", Size: 7, Audience: domain.Village, Key: someEvent, Title: domain.FromEnvelope[string]([]byte{1, 2})},
		{Kind: domain.Voucher, Digest: strings.Repeat("01", 32), MediaType: "image/png", Size: 7, Audience: domain.Restricted, Key: someEvent},
	},
}

// How files stand in the metadata is for ever.
func TestAttachmentsOnTheWire(t *testing.T) {
	meta, err := parcels.EncodeMetadata(attached)
	require.NoError(t, err)
	require.Contains(t, string(meta), `"evidence":["parcel-2@3"],"attachments":[`+
		`{"kind":"minutes","digest":"`+strings.Repeat("ab", 32)+`","mediaType":"application/pdf","size":12,"audience":"public","title":"会议记录"},`+
		`{"kind":"ballots","digest":"`+strings.Repeat("0c", 32)+`","mediaType":"image/png","size":7,"audience":"village","key":"`+someEvent.String()+`","sealedTitle":"AQI="},`+
		`{"kind":"voucher","digest":"`+strings.Repeat("01", 32)+`","mediaType":"image/png","size":7,"audience":"restricted","key":"`+someEvent.String()+`"}],"schema":1}`)
	stored := catalogue.Stored{ID: attached.ID, Stream: attached.Stream, Type: "parcel.weighed.v2", Data: []byte(`{"grams":1,"scale":"beam"}`), Metadata: meta}
	read, err := parcels.Read(stored)
	require.NoError(t, err)
	require.Equal(t, attached, read)
	again, err := parcels.EncodeMetadata(read)
	require.NoError(t, err)
	require.Equal(t, string(meta), string(again))

	for what, change := range map[string][2]string{
		"no audience":          {`"village"`, `"everybody"`},
		"a key of the public":  {`"audience":"public"`, `"audience":"public","key":"` + someEvent.String() + `"`},
		"no key":               {`,"key":"` + someEvent.String() + `"}]`, `}]`},
		"an open title":        {`"sealedTitle":"AQI="`, `"title":"ballots"`},
		"an empty title":       {`"sealedTitle":"AQI="`, `"sealedTitle":""`},
		"half a digest":        {strings.Repeat("ab", 32), strings.Repeat("ab", 16)},
		"capitals":             {strings.Repeat("ab", 32), strings.Repeat("AB", 32)},
		"a path":               {strings.Repeat("ab", 32), "../" + strings.Repeat("ab", 30) + "0"},
		"no size":              {`"size":12`, `"size":0`},
		"no kind":              {`"kind":"minutes"`, `"kind":""`},
		"an unknown member":    {`"size":12`, `"size":12,"path":"/etc/passwd"`},
		"the list of nothing":  {string(meta[strings.Index(string(meta), `[{`):strings.Index(string(meta), `,"schema"`)]), `[]`},
		"something else there": {`"attachments":[`, `"attachments":[1,`},
	} {
		changed := stored
		changed.Metadata = []byte(strings.Replace(string(meta), change[0], change[1], 1))
		require.NotEqual(t, string(meta), string(changed.Metadata), what)
		_, err := parcels.Read(changed)
		require.Error(t, err, what)
	}
}

// A title that is not public is never written in clear.
func TestATitleIsSealed(t *testing.T) {
	r := attached
	r.Attachments = []domain.Attachment{{Kind: domain.Ballots, Digest: strings.Repeat("0c", 32), MediaType: "image/png", Size: 7, Audience: domain.Village, Key: someEvent, Title: domain.Note("ballot of the Wang household")}}
	_, err := parcels.EncodeMetadata(r)
	require.ErrorContains(t, err, "attachment 0")
	require.NotContains(t, err.Error(), "Wang")
	r.Attachments[0].Key, r.Attachments[0].Audience = uuid.Nil, domain.Public
	_, err = parcels.EncodeMetadata(r)
	require.NoError(t, err)
}

func TestAttachmentsForEverybody(t *testing.T) {
	want := []catalogue.PublicAttachment{
		{Kind: domain.Minutes, Digest: strings.Repeat("ab", 32), MediaType: "application/pdf", Size: 12, Audience: domain.Public, Title: "会议记录"},
		{Kind: domain.Ballots, Digest: strings.Repeat("0c", 32), MediaType: "image/png", Size: 7, Audience: domain.Village},
		{Kind: domain.Voucher, Digest: strings.Repeat("01", 32), MediaType: "image/png", Size: 7, Audience: domain.Restricted},
	}
	require.Equal(t, want, parcels.Publish(attached, false).Attachments())
	require.Empty(t, parcels.Publish(attached, true).Attachments(), "what is hidden names no file")
}

// The keys of files are called like no stream.
func TestNoCategoryIsCalledLikeTheKeysOfFiles(t *testing.T) {
	for _, a := range catalogue.Standard.Aggregates() {
		require.NotEqual(t, domain.FileCategory, a.Category)
	}
}
