package node

import (
	"regexp"
	"strings"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"

	"github.com/sunledger/sunledger/eventstore"
)

const (
	// maxPattern and maxPrefixes bound what one filter may cost.
	maxPattern  = 4096
	maxPrefixes = 1000
	// defaultWindow is how many events are examined between checkpoints where
	// the client does not say.
	defaultWindow = 32
)

// filter chooses among all events, by stream name or by event type. Nil
// chooses every event.
type filter struct {
	byType   bool
	pattern  *regexp.Regexp // nil: by prefixes
	prefixes []string
	// checkpointEvery is after how many examined events a subscription is
	// told how far it has come.
	checkpointEvery uint64
}

// newFilter reads a filter. Regular expressions are those of RE2, which take
// linear time and have no look-around and no backreference.
func newFilter(o *streams.ReadReq_Options_FilterOptions) (*filter, error) {
	f := &filter{}
	var e *streams.ReadReq_Options_FilterOptions_Expression
	switch v := o.GetFilter().(type) {
	case *streams.ReadReq_Options_FilterOptions_StreamIdentifier:
		e = v.StreamIdentifier
	case *streams.ReadReq_Options_FilterOptions_EventType:
		e, f.byType = v.EventType, true
	}
	switch {
	case e.GetRegex() == "" && len(e.GetPrefix()) == 0:
		return nil, invalid("the filter has neither a regular expression nor a prefix")
	case len(e.GetRegex()) > maxPattern:
		return nil, invalid("the filter's regular expression is longer than %d bytes", maxPattern)
	case len(e.GetPrefix()) > maxPrefixes:
		return nil, invalid("the filter has more than %d prefixes", maxPrefixes)
	}
	if e.GetRegex() != "" {
		pattern, err := regexp.Compile(e.GetRegex())
		if err != nil {
			return nil, invalid("the filter's regular expression %q is not one of RE2: %v", e.GetRegex(), err)
		}
		f.pattern = pattern
	} else {
		f.prefixes = e.GetPrefix()
	}
	f.checkpointEvery = uint64(max(1, o.GetCheckpointIntervalMultiplier())) * defaultWindow
	if window := o.GetMax(); window != 0 {
		f.checkpointEvery = uint64(max(1, o.GetCheckpointIntervalMultiplier())) * uint64(window)
	}
	return f, nil
}

// chooses reports whether the filter lets a record through.
func (f *filter) chooses(r *eventstore.Recorded) bool {
	if f == nil {
		return true
	}
	name := r.Stream
	if f.byType {
		name = r.Type
	}
	if f.pattern != nil {
		return f.pattern.MatchString(name)
	}
	for _, p := range f.prefixes {
		if strings.HasPrefix(name, p) {
			return true
		}
	}
	return false
}
