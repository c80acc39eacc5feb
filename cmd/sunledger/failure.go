package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/ledger"
)

// The exit codes.
const (
	exitDone   = 0
	exitFailed = 1 // refused by a rule, or failed
	exitUsage  = 2 // the command line itself is wrong
)

// usageError is a command line that is wrong: Err says what, and help of the
// command says what is right.
type usageError struct {
	command string
	err     error
}

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

// misused makes a usageError with the sentence in both languages.
func misused(c *cobra.Command, english, chinese string, args ...any) error {
	return &usageError{c.CommandPath(), domain.Reject("usage", english, chinese, args...)}
}

// errReported says that the command has failed and that all is said already.
var errReported = errors.New("reported")

// report says what went wrong, if anything, and chooses the exit code.
func (a *app) report(err error) int {
	if err == nil {
		return exitDone
	}
	if errors.Is(err, errReported) {
		return exitFailed
	}
	var usage *usageError
	isUsage := errors.As(err, &usage)
	refusal := a.refusalOf(err)
	switch {
	case a.json:
		a.reportJSON(refusal)
	default:
		fmt.Fprintf(a.stderr, "sunledger: %s\n", refusal.In(a.lang))
		if isUsage {
			fmt.Fprintf(a.stderr, a.say("Try: %s --help\n", "请看：%s --help\n"), usage.command)
		}
	}
	if isUsage {
		return exitUsage
	}
	return exitFailed
}

func (a *app) reportJSON(r *domain.Rejection) {
	type sentence struct {
		Code      string `json:"code"`
		Message   string `json:"message"`
		MessageZh string `json:"messageZh,omitzero"`
	}
	text, err := json.Marshal(struct {
		Error sentence `json:"error"`
	}{sentence{r.Code, r.Message, r.Chinese}})
	if err == nil {
		fmt.Fprintf(a.stderr, "%s\n", text)
	}
}

// refusalOf is any error as a code and a sentence. A refusal passes unchanged,
// with what was wrapped around it: that says where.
func (a *app) refusalOf(err error) *domain.Rejection {
	var r *domain.Rejection
	var corrupt *eventstore.CorruptError
	switch {
	case errors.As(err, &r) && err.Error() == r.Message:
		return r
	case errors.As(err, &r):
		return &domain.Rejection{Code: r.Code, Message: err.Error(), Chinese: r.Chinese}
	case errors.Is(err, context.Canceled):
		return domain.Reject("interrupted",
			"interrupted; what was recorded before stays, and repeating the command with the same --key is safe",
			"已中断；此前登记的仍有效，以同一 --key 重做是安全的")
	case errors.Is(err, ledger.ErrNotFounded):
		at, _ := parseAddress(a.ledger) // which was read before
		if at.server != "" {
			at.dir = a.folder
		}
		return unfinished(at)
	case errors.As(err, &corrupt):
		return &domain.Rejection{Code: "corrupt", Message: err.Error()}
	}
	if refused := storeRefusal(err); refused != nil {
		return refused
	}
	return &domain.Rejection{Code: "failed", Message: err.Error()}
}

// flagError turns what the flag parser says into a usageError in the language
// of the run.
func (a *app) flagError(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var needsValue *pflag.ValueRequiredError
	var badValue *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		name := "--" + unknown.GetSpecifiedName()
		if short := unknown.GetSpecifiedShortnames(); short != "" {
			name = "-" + short
		}
		return misused(c, "there is no flag %[1]s of %[2]s", "%[2]s 没有选项 %[1]s", name, c.CommandPath())
	case errors.As(err, &needsValue):
		return misused(c, "--%s needs a value", "--%s 需要一个值", needsValue.GetSpecifiedName())
	case errors.As(err, &badValue):
		reason := a.refusalOf(badValue.Unwrap())
		return &usageError{c.CommandPath(), &domain.Rejection{
			Code:    "usage",
			Message: fmt.Sprintf("--%s %s: %s", badValue.GetFlag().Name, badValue.GetValue(), reason.Message),
			Chinese: fmt.Sprintf("--%s %s：%s", badValue.GetFlag().Name, badValue.GetValue(), reason.In(domain.Chinese)),
		}}
	}
	return &usageError{c.CommandPath(), err}
}
