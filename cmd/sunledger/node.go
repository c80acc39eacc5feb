package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/eventstore"
)

// These variables hold USER:PASSWORD of who may append through a node, and of
// who may read.
const (
	writerVariable = "SUNLEDGER_NODE_WRITER"
	readerVariable = "SUNLEDGER_NODE_READER"
)

// nodeOptions are how a log is served to clients of EventStoreDB.
type nodeOptions struct {
	listen      string
	cert, key   string // files
	development string // the file to write a certificate of its own to
	advertise   string
	prefix      string // of the flags
	// create says that a log is begun where there is none.
	create bool
}

// addTo adds the flags, each with a prefix but for the first, which is named.
func (o *nodeOptions) addTo(a *app, c *cobra.Command, prefix string) {
	o.prefix = prefix
	flags := c.Flags()
	flags.StringVar(&o.cert, prefix+"cert", "", a.say("certificate for TLS, in PEM (`FILE`)", "TLS 证书 `FILE`（PEM）"))
	flags.StringVar(&o.key, prefix+"key", "", a.say("its private key, in PEM (`FILE`)", "证书私钥 `FILE`（PEM）"))
	flags.StringVar(&o.development, prefix+"development-cert", "", a.say("use a certificate made for this run, and write it to `FILE` for clients to trust", "使用本次生成的证书，并写入 `FILE` 供客户端信任"))
	flags.StringVar(&o.advertise, prefix+"advertise", "", a.say("`HOST:PORT` that clients are told to use", "告知客户端的地址 `HOST:PORT`"))
}

// flag is one of the flags, as it is written.
func (o *nodeOptions) flag(name string) string { return "--" + o.prefix + name }

// given is the first of the flags that was given, or "".
func (o *nodeOptions) given() string {
	for _, f := range []struct{ name, value string }{{"cert", o.cert}, {"key", o.key}, {"development-cert", o.development}, {"advertise", o.advertise}} {
		if f.value != "" {
			return o.flag(f.name)
		}
	}
	return ""
}

// check refuses a command line that cannot be meant. The flag is the one that says
// where to listen.
func (o *nodeOptions) check(c *cobra.Command, listen string) error {
	if err := checkAddress(c, listen, o.listen); err != nil {
		return err
	}
	if _, port, err := net.SplitHostPort(o.advertise); o.advertise != "" && (err != nil || port == "") {
		return misused(c, "%[1]s %[2]s is no address: write HOST:PORT, as clients reach it", "%[1]s %[2]s 不是地址：请按客户端所用写 HOST:PORT", o.flag("advertise"), o.advertise)
	}
	if o.development != "" && (o.cert != "" || o.key != "") || (o.cert == "") != (o.key == "") {
		return misused(c,
			"TLS takes a certificate with its key, or one made for this run: give %[1]s and %[2]s together, or %[3]s alone",
			"TLS 需证书及其私钥，或使用本次生成的证书：请同时给出 %[1]s 和 %[2]s，或单独给出 %[3]s", o.flag("cert"), o.flag("key"), o.flag("development-cert"))
	}
	return nil
}

// certificates are those that the options name, or none; of one made for this run
// also what clients are told to trust.
func (o *nodeOptions) certificates() (certificates []tls.Certificate, authority []byte, err error) {
	switch {
	case o.development != "":
		host, _, err := net.SplitHostPort(o.listen)
		if err != nil {
			return nil, nil, err
		}
		if there, err := os.ReadFile(o.development); err == nil && !bytes.HasPrefix(there, []byte("-----BEGIN CERTIFICATE-----")) {
			return nil, nil, domain.Reject("node_certificate", "%s is there and is no certificate, which is not written over: name another file", "%s 已存在且不是证书，不会覆盖：请另指定文件", o.development)
		}
		hosts := []string{"localhost", "127.0.0.1", "::1"}
		for _, address := range []string{host, strings.TrimSuffix(o.advertise, ":"+portOf(o.advertise))} {
			if ip := net.ParseIP(address); address != "" && (ip == nil || !ip.IsUnspecified()) {
				hosts = append(hosts, address)
			}
		}
		if name, err := os.Hostname(); err == nil {
			hosts = append(hosts, name)
		}
		certificate, authority, err := developmentCertificate(hosts...)
		return []tls.Certificate{certificate}, authority, err
	case o.cert != "":
		certificate, err := tls.LoadX509KeyPair(o.cert, o.key)
		if err != nil {
			return nil, nil, domain.Reject("node_certificate",
				"%[1]s %[2]s with %[3]s %[4]s is no certificate with its key (%[5]v): name the files of both, in PEM",
				"%[1]s %[2]s 与 %[3]s %[4]s 不是证书及其私钥（%[5]v）：请指定二者的 PEM 文件", o.flag("cert"), o.cert, o.flag("key"), o.key, err)
		}
		return []tls.Certificate{certificate}, nil, nil
	}
	return nil, nil, nil
}

func portOf(address string) string {
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return ""
	}
	return port
}

// secret is a user and a password; the zero secret is nobody's.
type secret struct{ user, password string }

// nodeSecrets are who may append through a node and who may read.
type nodeSecrets struct{ writer, reader secret }

func (a *app) nodeSecrets() (s nodeSecrets, err error) {
	for name, to := range map[string]*secret{writerVariable: &s.writer, readerVariable: &s.reader} {
		value := a.getenv(name)
		user, password, found := strings.Cut(value, ":")
		if value != "" && (!found || user == "" || password == "") {
			return s, domain.Reject("node_credentials", "$%[1]s is not USER:PASSWORD: set it to both, with a ':' between", "$%[1]s 应为 用户:密码", name)
		}
		*to = secret{user, password}
	}
	return s, nil
}

func (a *app) nodeCommand() *cobra.Command {
	o := nodeOptions{listen: "127.0.0.1:2113"}
	c := &cobra.Command{
		Use:   "node",
		Short: a.say("Serve the log to clients of EventStoreDB", "向 EventStoreDB 客户端提供日志"),
		Long: a.say(`Serve the log over the protocol of EventStoreDB and KurrentDB, until it is
interrupted, so that any of their clients, in any language, can read it, and a
ledger of another machine can lie on it (--ledger esdb://…). What is sealed stays
sealed: the keys are not in the log.

On this machine everybody may read. To be reached from elsewhere it takes TLS and
a reader, $SUNLEDGER_NODE_READER=USER:PASSWORD. Nobody may append unless
$SUNLEDGER_NODE_WRITER=USER:PASSWORD is set: who appends here passes the rules of
the ledger by, so give it to ledgers alone. Nothing can be deleted.`,
			`以 EventStoreDB/KurrentDB 协议提供日志，直至中断：任何语言的客户端均可读取，
其他机器上的账本也可建在其上（--ledger esdb://…）。封存内容仍为密文：密钥不在日志中。

本机可直接读取。对外须用 TLS 并设读者 $SUNLEDGER_NODE_READER=用户:密码。
未设 $SUNLEDGER_NODE_WRITER=用户:密码 时任何人不能追加：经此追加会绕过账本规则，
请仅交给账本程序。任何内容均不可删除。`),
		Example: "  sunledger node\n  sunledger node --listen :2113 --cert node.pem --key node.key --advertise ledger.example.cn:2113",
		RunE: func(c *cobra.Command, _ []string) error {
			a.logTo(slog.LevelInfo)
			if err := o.check(c, "listen"); err != nil {
				return err
			}
			return a.listening("listen", o.listen, func(listener net.Listener) error {
				at, store, err := a.openLog(c.Context(), a.ledger, o.create)
				if domain.CodeOf(err) == "no_ledger" {
					return noLog(at)
				}
				if err != nil {
					return err
				}
				return errors.Join(a.serveLog(c.Context(), at, store, o, listener), store.Close())
			})
		},
	}
	a.arguments(c)
	c.Flags().StringVar(&o.listen, "listen", o.listen, a.say("address to listen on; port 0 is any that is free", "监听地址；端口 0 表示任一空闲端口"))
	c.Flags().BoolVar(&o.create, "create", false, a.say("begin an empty log where there is none, for a ledger of another machine", "若无日志则新建空日志，供其他机器上的账本使用"))
	o.addTo(a, c, "")
	return c
}

func noLog(at address) error {
	return domain.Reject("no_ledger",
		"there is no ledger at %[1]s: begin an empty log there with --create, for a ledger of another machine, or name another with --ledger",
		"%[1]s 没有账本：请用 --create 新建空日志供其他机器上的账本使用，或用 --ledger 指定另一账本", at)
}

// serveLog serves a log alone.
func (a *app) serveLog(ctx context.Context, at address, store eventstore.Store, o nodeOptions, listener net.Listener) error {
	serve, err := a.prepareNode(store, o, listener)
	if err != nil {
		return err
	}
	closed, err := openDoorway(at, store, a.logger)
	if err != nil {
		return err
	}
	plain := "?tls=false"
	if o.cert != "" || o.development != "" {
		plain = ""
	}
	fmt.Fprintf(a.stdout, a.say("serving the log of %s at esdb://%s%s\n", "%s 的日志已上线：esdb://%s%s\n"), at, listener.Addr(), plain)
	fmt.Fprint(a.stderr, a.say("Ctrl-C ends it\n", "按 Ctrl-C 结束\n"))
	return errors.Join(serve(ctx), closed())
}

// prepareNode is how a log is served on a listener, once all that could be
// wrong with that is checked.
func (a *app) prepareNode(store eventstore.Store, o nodeOptions, listener net.Listener) (serve func(context.Context) error, err error) {
	secrets, err := a.nodeSecrets()
	if err != nil {
		return nil, err
	}
	n, authority, err := newNode(store, o, secrets, a.logger)
	if err != nil {
		return nil, err
	}
	if err := insecure(n, listener, o); err != nil {
		return nil, err
	}
	if authority != nil {
		if err := os.WriteFile(o.development, authority, 0o644); err != nil {
			return nil, err
		}
	}
	return func(ctx context.Context) error { return n.Serve(ctx, listener) }, nil
}
