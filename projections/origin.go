package projections

import "time"

// Origin says what made a row: everything that the stream held up to and
// including the revision.
type Origin struct {
	Stream   string `json:"stream"`
	Revision int64  `json:"revision"`
	// Position is that of the same record in the whole log, RecordedAt when it
	// was recorded, in UTC.
	Position   uint64    `json:"position"`
	RecordedAt time.Time `json:"recordedAt"`
	// Corrections is how many corrections of the stream were ever approved.
	Corrections int `json:"corrections"`
}
