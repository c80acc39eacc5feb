package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/web"
	"github.com/sunledger/sunledger/projections"
)

// serving is how a ledger is served.
type serving struct {
	listen    string
	publicURL string
	https     bool
	// replica shows what is public and nothing else, without the keyring.
	replica bool
	// node is how the log is served beside the board, where it has an address.
	node nodeOptions
}

func (s *serving) addTo(a *app, c *cobra.Command) {
	c.Flags().StringVar(&s.listen, "listen", "127.0.0.1:8080", a.say("address to listen on; port 0 is any that is free", "监听地址；端口 0 表示任一空闲端口"))
}

// check refuses a command line that cannot be meant.
func (s *serving) check(c *cobra.Command) error {
	if err := checkAddress(c, "listen", s.listen); err != nil {
		return err
	}
	if s.node.listen == "" {
		if given := s.node.given(); given != "" {
			return misused(c, "%s says how the log is served: say where, too, with --node ADDRESS", "%s 说明如何提供日志：请同时用 --node ADDRESS 说明监听地址", given)
		}
		return nil
	}
	return s.node.check(c, "node")
}

// checkAddress refuses what is no address to listen on.
func checkAddress(c *cobra.Command, flag, address string) error {
	if _, _, err := net.SplitHostPort(address); err != nil {
		return misused(c, "--%[1]s %[2]s is no address: write HOST:PORT, such as 127.0.0.1:0 for any free port", "--%[1]s %[2]s 不是地址：请写 HOST:PORT，如 127.0.0.1:0（任一空闲端口）", flag, address)
	}
	return nil
}

func (a *app) serveCommand() *cobra.Command {
	var s serving
	c := &cobra.Command{
		Use:   "serve",
		Short: a.say("Serve the public board and the API", "提供公开看板和接口"),
		Long: a.say(`Serve the public board, the lists, the history of every request and the API, until
it is interrupted; then it finishes what it accepted.

Programs send commands with the token of an account, and staff sign in at
/sign-in: by TLS, or on this machine. To be reached from elsewhere, put a proxy
with TLS before it, which sets X-Forwarded-For, and name what readers see with
--public-url and --https.`,
			`提供公开看板、清单、每件申请的历史和接口，直至中断；中断时处理完已受理的请求。

程序凭账户令牌提交命令；工作人员在 /sign-in 登录，须经 TLS，或在本机登录。
对外服务请前置 TLS 代理（由其设置 X-Forwarded-For），并用 --public-url 和 --https 说明公开地址。`),
		Example: "  sunledger serve\n  sunledger --ledger file:/srv/county serve --listen :8080 --https --public-url https://ledger.example.cn",
		RunE: func(c *cobra.Command, _ []string) error {
			a.logTo(slog.LevelInfo)
			if err := s.check(c); err != nil {
				return err
			}
			return a.listening("listen", s.listen, func(listener net.Listener) error {
				want := withKeys
				if s.replica {
					want = reading
				}
				return a.opened(c.Context(), want, func(l *openLedger) error { return a.serve(c.Context(), l, listener, s) })
			})
		},
	}
	a.arguments(c)
	s.addTo(a, c)
	c.Flags().StringVar(&s.node.listen, "node", "", a.say("also serve the log to clients of EventStoreDB, at this `ADDRESS`: see sunledger node", "同时在此 `ADDRESS` 向 EventStoreDB 客户端提供日志，见 sunledger node"))
	s.node.addTo(a, c, "node-")
	c.Flags().StringVar(&s.publicURL, "public-url", "", a.say("address that readers know", "公开地址"))
	c.Flags().BoolVar(&s.replica, "replica", false, a.say("show what is public and nothing else: no signing in, no commands, no keyring", "仅提供公开内容：不登录、不接受命令、不用密钥库"))
	c.Flags().BoolVar(&s.https, "https", false, a.say("readers come by TLS, which a proxy ends", "读者经 TLS 代理访问"))
	return c
}

// serverPatience is how long a server waits for a command that has the log open,
// a backup perhaps.
const serverPatience = 5 * time.Minute

// logTo writes what a server has to tell to standard error.
func (a *app) logTo(level slog.Level) {
	a.patience = serverPatience
	a.logger = slog.New(slog.NewTextHandler(a.stderr, &slog.HandlerOptions{Level: level}))
}

// listening takes the address before anything else is done, which may take
// long, and gives it back at the end. The flag is the one that names it.
func (a *app) listening(flag, address string, do func(net.Listener) error) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return domain.Reject("cannot_listen",
			"cannot listen on %[1]s (%[2]v): choose another address of this machine with --%[3]s, such as 127.0.0.1:0 for any free port; if one is in use, end what uses it",
			"无法监听 %[1]s（%[2]v）：请用 --%[3]s 另选本机地址，如 127.0.0.1:0（任一空闲端口）；如已被占用，可结束占用它的程序", address, err, flag)
	}
	err = do(listener)
	if closing := listener.Close(); err == nil && !errors.Is(closing, net.ErrClosed) {
		err = closing
	}
	return err
}

// serve serves until the context ends.
func (a *app) serve(ctx context.Context, l *openLedger, listener net.Listener, s serving) error {
	if s.node.listen == "" {
		return a.serveBoard(ctx, l, listener, s)
	}
	return a.listening("node", s.node.listen, func(to net.Listener) error {
		node, err := a.prepareNode(l.store, s.node, to)
		if err != nil {
			return err
		}
		ctx, end := context.WithCancel(ctx)
		defer end()
		served := make(chan error, 1)
		go func() {
			served <- node(ctx)
			end() // neither goes on without the other
		}()
		fmt.Fprintf(a.stderr, a.say("serving the log at esdb://%s\n", "日志已上线：esdb://%s\n"), to.Addr())
		err = a.serveBoard(ctx, l, listener, s)
		end()
		return errors.Join(err, <-served)
	})
}

// serveBoard serves the board until the context ends, and the log to the other
// processes of this machine, which use the ledger meanwhile.
func (a *app) serveBoard(ctx context.Context, l *openLedger, listener net.Listener, s serving) (err error) {
	closed, err := openDoorway(l.at, l.store, a.logger)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed()) }()
	views, err := a.openViews(ctx, l, projections.Config{})
	if err != nil {
		return err
	}
	running, stop := context.WithCancel(ctx)
	var behind sync.WaitGroup
	behind.Go(func() {
		_ = views.Run(running) // it logs why it stops, and /readyz tells
	})
	behind.Go(func() { a.announce(running, l, views, listener.Addr()) })
	config := web.Config{Ledger: l.Ledger, Views: views, Logger: a.logger, PublicURL: s.publicURL, HTTPS: s.https}
	if l.keys != nil {
		config.Auth = l.Ledger
	}
	err = web.NewServer(web.New(config)).Serve(ctx, listener)
	stop()
	behind.Wait()
	return errors.Join(err, views.Close())
}

// announce says where the board is, once there is something to be seen there.
// The server answers before that, too: that the views are being built.
func (a *app) announce(ctx context.Context, l *openLedger, views *projections.Views, at net.Addr) {
	head, err := l.Head(ctx)
	if err == nil {
		err = views.WaitFor(ctx, head)
	}
	if err != nil && ctx.Err() != nil {
		return
	}
	fmt.Fprintf(a.stdout, a.say("serving %s at http://%s\n", "%s已上线：http://%s\n"),
		publicName(l.identity.Name, l.identity.NameEnglish, a.lang), at)
	fmt.Fprint(a.stderr, a.say("Ctrl-C ends it\n", "按 Ctrl-C 结束\n"))
}
