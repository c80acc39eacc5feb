package domain

// Attribute is one value of a foreign record, kept as it came: the name of its
// type, its key and its text, untouched, in the source's order.
//
// The types are those of IEEE 1849 (XES): string, date, int, float, boolean,
// id, list and container. A list holds its items in Children and has no
// Value; any other may have both a Value and Children (XES nests them).
type Attribute struct {
	Type     string      `json:"type"`
	Key      string      `json:"key"`
	Value    string      `json:"value,omitzero"`
	Children []Attribute `json:"children,omitempty"`
}
