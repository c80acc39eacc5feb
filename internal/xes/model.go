package xes

import "github.com/sunledger/sunledger/domain"

// The types of an attribute: the names of its elements in XES.
const (
	TypeString    = "string"
	TypeDate      = "date"    // xs:dateTime, see [ParseDate]
	TypeInt       = "int"     // xs:long: a signed integer of 64 bits
	TypeFloat     = "float"   // xs:double: decimal digits, INF, -INF or NaN
	TypeBoolean   = "boolean" // xs:boolean: true, false, 1 or 0
	TypeID        = "id"      // a UUID, 8-4-4-4-12 hexadecimal digits
	TypeList      = "list"
	TypeContainer = "container"

	// TypeValues occurs only inside a list, and only where the list has
	// attributes of its own beside its items, or its <values> has a key. It then
	// holds the items. Every other list holds them as its own children,
	// whether the file wrapped them in <values>, as IEEE 1849 does, or not, as
	// the versions of XES before it did; the Writer always wraps them.
	TypeValues = "values"
)

// Header is everything in a log but its traces. Text is as it came.
type Header struct {
	Version   string         // xes.version of <log>; may be empty
	Features  string         // xes.features
	Namespace string         // xmlns
	Other     []LogAttribute // the other XML attributes of <log>, in order

	Extensions  []Extension
	Globals     []Global
	Classifiers []Classifier
	Attributes  []domain.Attribute // of the log itself
}

// LogAttribute is an XML attribute of <log> that XES does not define, such as
// openxes.version. Name is as written, with its prefix.
type LogAttribute struct {
	Name, Value string
}

// Extension declares where the meaning of a prefix is defined. The URI is never
// fetched.
type Extension struct {
	Name, Prefix, URI string
}

// Global declares attributes that every trace or event of the log carries, with
// a default each. The defaults are not applied by this package. Scope is
// "trace" or "event", or empty where the file has none.
type Global struct {
	Scope      string
	Attributes []domain.Attribute
}

// Classifier says which attributes give an event (or, by Scope, a trace) its
// identity. Keys is the untouched text: keys parted by spaces, in single quotes
// where a key has spaces itself.
type Classifier struct {
	Name, Scope, Keys string
}

// Trace is one case: its attributes and what happened, in the file's order.
// Line is where it starts in the uncompressed file, from 1; writers ignore it.
type Trace struct {
	Attributes []domain.Attribute
	Events     []Event
	Line       int
}

// Event is one step of a case. It has a concept:name among its attributes.
// Line is where it starts in the uncompressed file, from 1; writers ignore it.
type Event struct {
	Attributes []domain.Attribute
	Line       int
}

func isType(name string) bool {
	switch name {
	case TypeString, TypeDate, TypeInt, TypeFloat, TypeBoolean, TypeID, TypeList, TypeContainer:
		return true
	}
	return false
}

// hasValue reports whether an attribute of this type carries a value of its own.
func hasValue(typ string) bool {
	return typ != TypeList && typ != TypeContainer && typ != TypeValues
}
