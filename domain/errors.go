package domain

import (
	"errors"
	"fmt"
)

// Rejection is a refusal: a command, or an event of a history, that a rule does
// not allow. It reaches the command line, the API and the page unchanged.
type Rejection struct {
	// Code is stable: lower case words joined by '_'. Programs decide by it.
	Code string
	// Message says in English what is wrong, which rule says so, and what to
	// do. Chinese says the same in Chinese.
	Message string
	Chinese string
}

// Reject makes a Rejection. Both sentences are formats over the same args.
func Reject(code, english, chinese string, args ...any) *Rejection {
	return &Rejection{
		Code:    code,
		Message: fmt.Sprintf(english, args...),
		Chinese: fmt.Sprintf(chinese, args...),
	}
}

// Error is the English message.
func (r *Rejection) Error() string { return r.Message }

// In is the sentence in a language.
func (r *Rejection) In(lang Lang) string {
	if lang == Chinese && r.Chinese != "" {
		return r.Chinese
	}
	return r.Message
}

// Is makes errors.Is(err, &Rejection{Code: c}) ask for a code.
func (r *Rejection) Is(target error) bool {
	t, ok := target.(*Rejection)
	return ok && t.Code == r.Code
}

// CodeOf is the code of the Rejection that err is or wraps, or "".
func CodeOf(err error) string {
	var r *Rejection
	if errors.As(err, &r) {
		return r.Code
	}
	return ""
}

// Unknown is the error of a fold that meets an event that is not its
// aggregate's. It names the type; a fold never skips.
func Unknown(e Event) error {
	return fmt.Errorf("an event of type %s does not belong in this stream", e.EventType())
}
