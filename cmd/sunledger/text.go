package main

import (
	"io"
	"os"
	"strings"

	"github.com/sunledger/sunledger/domain"
)

// maxInput bounds what is read for one value: the largest record, and then some.
const maxInput = 2 << 20

// textOf is the text that a flag's value stands for: itself, @FILE the content
// of a file, @- or - standard input, and @@… what comes after the first @. One
// line break at the end of a file is its end, and not part of the text.
func (a *app) textOf(value string) (string, error) {
	name, isFile := strings.CutPrefix(value, "@")
	switch {
	case value == "-":
		name = "-"
	case !isFile:
		return value, nil
	case strings.HasPrefix(name, "@"):
		return name, nil
	}
	data, err := a.read(name)
	if err != nil {
		return "", err
	}
	text := strings.TrimSuffix(string(data), "\n")
	return strings.TrimSuffix(text, "\r"), nil
}

// read reads a file, or standard input for "-", which can be read once.
func (a *app) read(name string) ([]byte, error) {
	from := a.stdin
	if name == "-" {
		if a.stdinTaken {
			return nil, domain.Reject("usage", "standard input was read already: give the other text in a file", "标准输入已读取：其余文字请用文件")
		}
		a.stdinTaken = true
	} else {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer func() { _ = f.Close() }()
		from = f
	}
	data, err := io.ReadAll(io.LimitReader(from, maxInput+1))
	if err == nil && len(data) > maxInput {
		err = domain.Reject("too_long", "%s has more than %d bytes: attach large content as a file", "%s 超过 %d 字节：大内容请作为附件", name, maxInput)
	}
	return data, err
}
