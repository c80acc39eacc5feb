package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"golang.org/x/term"

	"github.com/sunledger/sunledger/domain"
)

// maxSecret bounds a token or a password, in bytes.
const maxSecret = 4096

// secret reads a token or a password: from a file, from standard input where the
// file is - or nobody sits there, or else from who sits there, without echo. It
// is never an argument, which every user of the machine could see.
func (a *app) secret(ctx context.Context, file, prompt string) (string, error) {
	keyboard, watched := a.stdin.(*os.File)
	watched = watched && term.IsTerminal(int(keyboard.Fd()))
	if file == "" && watched {
		return a.asked(ctx, keyboard, prompt)
	}
	if file == "" {
		file = "-"
	}
	data, err := a.read(file)
	if err != nil {
		return "", err
	}
	return oneSecret(strings.TrimSuffix(strings.TrimSuffix(string(data), "\n"), "\r"))
}

func oneSecret(s string) (string, error) {
	switch {
	case s == "":
		return "", domain.Reject("secret_missing", "nothing was given: type it when asked, or give it in a file or on standard input", "未输入内容：请按提示输入，或由文件、标准输入提供")
	case len(s) > maxSecret, strings.ContainsAny(s, "\r\n"):
		return "", domain.Reject("secret_invalid", "a token or a password is one line of at most %d bytes", "令牌或密码为一行文字，最多 %d 字节", maxSecret)
	}
	return s, nil
}

// asked asks who sits at the keyboard. An interrupt ends it, and leaves the
// terminal as it was.
func (a *app) asked(ctx context.Context, keyboard *os.File, prompt string) (string, error) {
	fd := int(keyboard.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return "", err
	}
	fmt.Fprint(a.stderr, prompt)
	type answer struct {
		text []byte
		err  error
	}
	answered := make(chan answer, 1)
	go func() {
		text, err := term.ReadPassword(fd)
		answered <- answer{text, err}
	}()
	select {
	case got := <-answered:
		fmt.Fprintln(a.stderr)
		if got.err != nil {
			return "", got.err
		}
		return oneSecret(string(got.text))
	case <-ctx.Done():
		fmt.Fprintln(a.stderr)
		if err := term.Restore(fd, before); err != nil {
			return "", err
		}
		return "", ctx.Err()
	}
}
