package web_test

import (
	"context"
	"log/slog"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/internal/web"
	"github.com/sunledger/sunledger/projections"
)

// An open page says that the log is away while it is, also while somebody reads a
// table in it and nothing is recorded.
func TestAwayInABrowser(t *testing.T) {
	s := furnished(t)
	quiet := slog.New(slog.DiscardHandler)
	log := &away{Store: s.Store()}
	views, err := projections.Open(t.Context(), projections.Config{Dir: t.TempDir(), Store: log, Catalogue: catalogue.Standard, Logger: quiet})
	require.NoError(t, err)
	l, err := ledger.Open(t.Context(), ledger.Config{Store: log, Catalogue: catalogue.Standard, Rules: s.Rules(), Now: s.clock.Now})
	require.NoError(t, err)
	apart := *s
	apart.handler = web.New(web.Config{Ledger: l, Views: views, Logger: quiet, MaxAge: -1})
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	t.Cleanup(func() {
		stop()
		running.Wait()
		require.NoError(t, views.Close())
	})
	running.Go(func() { _ = views.Run(ctx) })
	running.Go(func() { apart.handler.Watch(ctx) })
	head, err := s.Head(t.Context())
	require.NoError(t, err)
	require.NoError(t, views.WaitFor(t.Context(), head))

	b := openTabs(t, &apart)(t, 1280, "en", "light")
	poll := func(condition string) {
		t.Helper()
		_, err := chromedp.Run(b, chromedp.Poll[bool](condition))
		require.NoError(t, err, condition)
	}
	b.open("/")
	require.Empty(t, b.text("#away"))
	eval[bool](b, `document.querySelector(".months details").open = true; true`)
	log.gone.Store(true)
	poll(`document.querySelector("#away .away") !== null`)
	require.True(t, eval[bool](b, `document.querySelector(".months details").open`), "the table stays open")
	b.accessible("the board with its banner")
	log.gone.Store(false)
	poll(`document.querySelector("#away .away") === null`)
	require.Empty(t, b.text("#news"), "nothing was recorded")
}
