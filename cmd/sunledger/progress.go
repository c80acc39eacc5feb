package main

import (
	"github.com/schollz/progressbar/v3"
)

// progress shows how far a long piece of work is, on standard error and only
// where somebody watches it. Both methods may be called on what is not shown.
type progress struct {
	app  *app
	bar  *progressbar.ProgressBar
	what string
}

func (a *app) progress() *progress { return &progress{app: a} }

// to says that so much of a piece of work is done. Another name begins another
// piece.
func (p *progress) to(what string, done, total uint64) {
	if !p.app.watched(p.app.stderr) || total == 0 {
		return
	}
	if p.bar == nil || p.what != what {
		p.end()
		p.what = what
		p.bar = progressbar.NewOptions64(int64(total),
			progressbar.OptionSetWriter(p.app.stderr),
			progressbar.OptionSetDescription(what),
			progressbar.OptionShowCount(),
			progressbar.OptionSetPredictTime(true),
			progressbar.OptionClearOnFinish(),
		)
	}
	p.bar.ChangeMax64(int64(total))
	_ = p.bar.Set64(int64(done))
}

// end takes the bar away, so that what is said next stands alone.
func (p *progress) end() {
	if p.bar != nil {
		_ = p.bar.Clear()
		p.bar = nil
	}
}
