package main

import (
	"strings"

	"github.com/sunledger/sunledger/domain"
)

// say chooses the sentence in the language of this run.
func (a *app) say(english, chinese string) string {
	if a.lang == domain.Chinese {
		return chinese
	}
	return english
}

// languageOf is the language asked for, or that of the environment. The flag
// is read ahead of all others, because help and errors are in it too; a value
// that is none is refused later, with the other flags.
func languageOf(args []string, getenv func(string) string) domain.Lang {
	for i, arg := range args {
		value, found := strings.CutPrefix(arg, "--lang=")
		if arg == "--lang" && i+1 < len(args) {
			value, found = args[i+1], true
		}
		if found && value == string(domain.Chinese) {
			return domain.Chinese
		}
		if found {
			return domain.English
		}
	}
	// The order is that of POSIX: the first that is set decides.
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := getenv(name); value != "" {
			if strings.HasPrefix(strings.ToLower(value), "zh") {
				return domain.Chinese
			}
			return domain.English
		}
	}
	return domain.English
}

// langFlag is the value of --lang.
type langFlag struct{ to *domain.Lang }

func (f langFlag) String() string {
	if f.to == nil {
		return ""
	}
	return string(*f.to)
}

func (langFlag) Type() string { return "en|zh" }

func (f langFlag) Set(s string) error {
	switch l := domain.Lang(s); l {
	case domain.English, domain.Chinese:
		*f.to = l
		return nil
	}
	return domain.Reject("usage", "it speaks en and zh", "可选 en 和 zh")
}
