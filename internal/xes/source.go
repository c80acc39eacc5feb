package xes

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
)

// errBudget is what a source answers when more is read than was allowed.
var errBudget = errors.New("xes: byte budget spent")

// source hands the uncompressed bytes of a log to the XML decoder, one by one:
// it undoes gzip, drops a byte order mark, digests everything, and stops when
// the current budget is spent, so that no single token can fill the memory.
type source struct {
	file    faultReader
	in      *bufio.Reader // uncompressed
	gzipped bool
	sum     hash.Hash
	bytes   int64  // uncompressed, read so far from the file
	spare   int    // of the budget, beyond ahead
	ahead   []byte // of in's buffer, within the budget
	at      int    // in ahead: the next byte to hand out
	failure error  // the first from in, but for io.EOF
}

// faultReader remembers a failure of the file itself, to tell it from damage
// that the gzip reader finds in what the file holds.
type faultReader struct {
	r     io.Reader
	fault error
}

func (f *faultReader) Read(p []byte) (int, error) {
	n, err := f.r.Read(p)
	if err != nil && err != io.EOF {
		f.fault = err
	}
	return n, err
}

// openSource looks at the first bytes and answers with what stands in the way,
// as a reason, or as an error where the file cannot be read.
func openSource(r io.Reader, budget int) (s *source, reason string, err error) {
	s = &source{file: faultReader{r: r}, sum: sha256.New(), spare: budget}
	raw := bufio.NewReader(&s.file)
	magic, _ := raw.Peek(2)
	var plain io.Reader = raw
	if bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		s.gzipped = true
		unzipped, err := gzip.NewReader(raw)
		if err != nil {
			s.failure = err
			return s, s.damage(), s.file.fault
		}
		plain = unzipped
	}
	s.in = bufio.NewReaderSize(io.TeeReader(plain, &digest{s}), 64<<10)
	start, err := s.in.Peek(512)
	if s.file.fault != nil {
		return s, "", s.file.fault
	}
	if err != nil && err != io.EOF {
		s.failure = err
		return s, s.damage(), nil
	}
	if bytes.HasPrefix(start, []byte("\xef\xbb\xbf")) {
		start = start[3:]
		if _, err := s.in.Discard(3); err != nil {
			return s, "", err
		}
	}
	return s, notXML(start), nil
}

type digest struct{ s *source }

func (d *digest) Write(p []byte) (int, error) {
	d.s.bytes += int64(len(p))
	return d.s.sum.Write(p)
}

// notXML names what a file is that does not start as XML does, or "".
func notXML(start []byte) string {
	text := bytes.TrimLeft(start, " \t\r\n")
	switch {
	case len(start) == 0:
		return "the file is empty: give the log itself, as .xes or .xes.gz"
	case bytes.HasPrefix(start, []byte("\xfe\xff")), bytes.HasPrefix(start, []byte("\xff\xfe")),
		bytes.HasPrefix(start, []byte("<\x00")), bytes.HasPrefix(start, []byte("\x00<")):
		return "the file is UTF-16: convert it to UTF-8 and try again"
	case bytes.HasPrefix(start, []byte("PK\x03\x04")):
		return "the file is a ZIP archive: unpack it and give the .xes file in it"
	case bytes.HasPrefix(start, []byte("\x1f\x8b")):
		return "the file is compressed twice: run gunzip on it once and try again"
	case len(text) > 0 && text[0] != '<':
		line, _, _ := bytes.Cut(text, []byte("\n"))
		return fmt.Sprintf("not a XES log: it starts with %s where XML starts with <; export the log as XES", quote(string(line)))
	}
	return ""
}

// damage says why the bytes ended early, or "" where they did not.
func (s *source) damage() string {
	switch {
	case s.failure == nil || !s.gzipped:
		return ""
	case errors.Is(s.failure, io.ErrUnexpectedEOF) || errors.Is(s.failure, io.EOF):
		return "the gzip data end too early: the file was cut short; fetch it again"
	case errors.Is(s.failure, gzip.ErrChecksum):
		return "the gzip checksum does not match: the file is damaged; fetch it again"
	}
	return fmt.Sprintf("the gzip data are damaged (%v): fetch the file again", s.failure)
}

// allow starts a new budget.
func (s *source) allow(bytes int) {
	s.settle()
	s.spare = bytes
}

// left is what is left of the budget.
func (s *source) left() int { return s.spare + len(s.ahead) - s.at }

// settle takes from in what was handed out.
func (s *source) settle() {
	_, _ = s.in.Discard(s.at) // it is in the buffer
	s.spare = s.left()
	s.ahead, s.at = nil, 0
}

// fill looks ahead as far as the buffer and the budget reach.
func (s *source) fill() error {
	s.settle()
	_, err := s.in.Peek(1)
	switch {
	case err == nil && s.spare <= 0:
		return errBudget
	case err == nil:
		s.ahead, err = s.in.Peek(min(s.in.Buffered(), s.spare))
		s.spare -= len(s.ahead)
	case err != io.EOF:
		s.failure = err
	}
	return err
}

// ReadByte implements [io.ByteReader], which spares the XML decoder a buffer of
// its own, so that the budget is exact. It is called for every byte of a log.
func (s *source) ReadByte() (byte, error) {
	if s.at == len(s.ahead) {
		if err := s.fill(); err != nil {
			return 0, err
		}
	}
	b := s.ahead[s.at]
	s.at++
	return b, nil
}

// Read implements [io.Reader]. The decoder prefers ReadByte.
func (s *source) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	b, err := s.ReadByte()
	if err != nil {
		return 0, err
	}
	p[0] = b
	return 1, nil
}
