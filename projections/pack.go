package projections

import (
	"encoding/binary"
	"reflect"
	"time"
	"unsafe"
)

// packer keeps the states of one type as short strings. A state of a request is
// 400 bytes that the garbage collector looks through again and again; packed it
// is about 130 that it never looks into, and a hundred thousand of them are in
// memory at once. It belongs to one goroutine.
//
// It knows types that are made of texts, integers, truth values and times alone,
// unexported fields included. Any other stays as it is.
type packer struct {
	leaves  []leaf
	scratch reflect.Value // a pointer to a value of the type
	buffer  []byte
}

// leaf is a field that holds a value, at an offset in the whole.
type leaf struct {
	offset uintptr
	kind   leafKind
}

type leafKind uint8

const (
	textLeaf leafKind = iota
	intLeaf
	boolLeaf
	timeLeaf
)

var timeType = reflect.TypeFor[time.Time]()

// newPacker is a packer for the type of a state, or nil for one that it does
// not know.
func newPacker(state any) *packer {
	typ := reflect.TypeOf(state)
	leaves, ok := leavesOf(nil, typ, 0)
	if !ok {
		return nil
	}
	return &packer{leaves: leaves, scratch: reflect.New(typ)}
}

func leavesOf(leaves []leaf, t reflect.Type, at uintptr) (_ []leaf, ok bool) {
	switch {
	case t == timeType:
		return append(leaves, leaf{at, timeLeaf}), true
	case t.Kind() == reflect.String:
		return append(leaves, leaf{at, textLeaf}), true
	case t.Kind() == reflect.Int64, t.Kind() == reflect.Int && t.Size() == 8:
		return append(leaves, leaf{at, intLeaf}), true
	case t.Kind() == reflect.Bool:
		return append(leaves, leaf{at, boolLeaf}), true
	case t.Kind() != reflect.Struct:
		return leaves, false
	}
	for i := range t.NumField() {
		f := t.Field(i)
		if leaves, ok = leavesOf(leaves, f.Type, at+f.Offset); !ok {
			return leaves, false
		}
	}
	return leaves, true
}

// pack is the state in short, and false where it cannot be kept so: its times
// must be UTC.
func (p *packer) pack(state any) (string, bool) {
	p.scratch.Elem().Set(reflect.ValueOf(state))
	whole, b := p.scratch.UnsafePointer(), p.buffer[:0]
	for _, l := range p.leaves {
		switch at := unsafe.Add(whole, l.offset); l.kind {
		case textLeaf:
			s := *(*string)(at)
			b = append(binary.AppendUvarint(b, uint64(len(s))), s...)
		case intLeaf:
			b = binary.AppendVarint(b, *(*int64)(at))
		case boolLeaf:
			b = append(b, *(*byte)(at))
		case timeLeaf:
			t := *(*time.Time)(at)
			if t.Location() != time.UTC {
				return "", false
			}
			b = binary.AppendUvarint(binary.AppendVarint(b, t.Unix()), uint64(t.Nanosecond()))
		}
	}
	p.buffer = b
	return string(b), true
}

// unpack is the state that was packed. Its texts are parts of the string.
func (p *packer) unpack(packed string) any {
	whole := p.scratch.UnsafePointer()
	for _, l := range p.leaves {
		switch at := unsafe.Add(whole, l.offset); l.kind {
		case textLeaf:
			n := int(uvarint(&packed))
			*(*string)(at), packed = packed[:n], packed[n:]
		case intLeaf:
			*(*int64)(at) = varint(&packed)
		case boolLeaf:
			*(*byte)(at), packed = packed[0], packed[1:]
		case timeLeaf:
			seconds := varint(&packed)
			*(*time.Time)(at) = time.Unix(seconds, int64(uvarint(&packed))).UTC()
		}
	}
	return p.scratch.Elem().Interface()
}

func uvarint(from *string) (n uint64) {
	for i, shift := 0, uint(0); ; i, shift = i+1, shift+7 {
		b := (*from)[i]
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			*from = (*from)[i+1:]
			return n
		}
	}
}

func varint(from *string) int64 {
	n := uvarint(from)
	return int64(n>>1) ^ -int64(n&1)
}
