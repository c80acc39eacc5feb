package main

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/url"
	"os"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/esdb"
	"github.com/sunledger/sunledger/eventstore/node"
	"github.com/sunledger/sunledger/eventstore/pebble"
)

// isServer reports whether an address is the connection string of a server.
func isServer(address string) bool { return esdb.IsAddress(address) }

// checkServer says what is wrong with the connection string of a server.
func checkServer(connection string) error {
	var wrong *esdb.AddressError
	err := esdb.CheckAddress(connection)
	if errors.As(err, &wrong) {
		return domain.Reject("ledger_address", "%[1]s",
			"%[2]s 不是服务器上账本的位置（%[3]s）：请写 esdb://USER:PASSWORD@HOST:2113；仅当服务器在本机时可加 ?tls=false", err.Error(), wrong.Address, wrong.Reason)
	}
	var unread *esdb.FileError
	if errors.As(err, &unread) {
		return domain.Reject("ledger_address", "%[1]s",
			"%[2]s 指定的文件无法读取（%[3]s: %[4]v）：请放好该文件，或更正路径", err.Error(), unread.Address, unread.Setting, unread.Err)
	}
	return err
}

// shown is an address without its password, if it has one.
func shown(address string) string { return esdb.Redacted(address) }

// openStore opens the log of a ledger, and begins one in a folder that has
// none. A log that a server of this machine holds open is opened through that
// server. It is the one place that knows which stores there are. What goes
// wrong is returned; the logger is told of what a store notices by itself.
func (a *app) openStore(ctx context.Context, at address) (eventstore.Store, error) {
	if at.server != "" {
		store, err := esdb.Open(ctx, at.server, esdb.WithLogger(a.logger))
		return store, whyNoServer(at, err)
	}
	for began, told := time.Now(), false; ; {
		store, err := pebble.Open(at.log(), pebble.WithLogger(a.logger))
		if err == nil {
			return store, nil
		}
		var locked *pebble.LockedError
		if !errors.As(err, &locked) {
			return nil, err
		}
		if beside, err := openBeside(ctx, at, a.logger); err == nil {
			return beside, nil
		}
		// Whoever holds it may be about to end, or a server that is not ready.
		busy := inUse(at, locked.Holder)
		if time.Since(began) > a.patience {
			return nil, busy
		}
		if a.patience > time.Second && !told {
			fmt.Fprintf(a.stderr, a.say("waiting: %s\n", "等待：%s\n"), a.refusalOf(busy).In(a.lang))
			told = true
		}
		select {
		case <-time.After(100 * time.Millisecond):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func inUse(at address, by pebble.Holder) error {
	holder, chinese := "another process", "另一进程"
	if by.PID != 0 {
		holder = fmt.Sprintf("process %d (%s) on %s since %s", by.PID, by.Program, by.Host, by.Since.Format(time.RFC3339))
		chinese = fmt.Sprintf("%s 上的进程 %d（%s）自 %s 起", by.Host, by.PID, by.Program, by.Since.Format(time.RFC3339))
	}
	return domain.Reject("ledger_in_use",
		"the ledger %[1]s is held open by %[2]s, which is no server, or is not ready yet: wait until it has ended, or stop it",
		"账本 %[1]s 正被%[3]s占用，该进程不是服务器或尚未就绪：请等其结束，或停止该进程", at, holder, chinese)
}

// storeRefusal is what a store could not do, as a refusal, or nil.
func storeRefusal(err error) *domain.Rejection {
	var access *esdb.AccessError
	var reject error
	switch {
	case errors.As(err, &access):
		reject = domain.Reject("log_access", "%[1]s",
			"日志服务器拒绝访问（%[2]s）：请在连接串中给出可读写的用户 esdb://USER:PASSWORD@HOST", access.Error(), access.Reason)
	case errors.Is(err, eventstore.ErrUncertain):
		reject = domain.Reject("uncertain",
			"%[1]v", "提交结果不明（%[1]v）：请以同一 --key 原样重做以确认", err)
	case errors.Is(err, eventstore.ErrUnavailable):
		reject = domain.Reject("log_unavailable",
			"%[1]v: try again when the log can be reached", "暂时无法访问日志（%[1]v）：请待其可访问后重试", err)
	}
	var r *domain.Rejection
	errors.As(reject, &r)
	return r
}

// whyNoServer is an error of opening the log on a server as a refusal.
func whyNoServer(at address, err error) error {
	var access *esdb.AccessError
	switch {
	case errors.As(err, &access):
		return domain.Reject("log_access",
			"%[1]s: %[2]s", "%[1]s：日志服务器拒绝访问（%[3]s）：请在连接串中给出可读写的用户 esdb://USER:PASSWORD@HOST", at, access.Error(), access.Reason)
	case errors.Is(err, eventstore.ErrUnavailable):
		return domain.Reject("log_unavailable",
			"%[1]v: see that the server runs, and that its address, TLS and certificate authority (tlsCaFile) are right",
			"无法连接日志服务器（%[1]v）：请确认服务器已运行，且地址、TLS 和证书颁发机构（tlsCaFile）无误", err)
	}
	return err
}

// A doorway is how other processes of this machine and user reach the log of a
// server: in a file that only they can read.
type doorway struct {
	Address  string `json:"address"`
	User     string `json:"user"`
	Password string `json:"password"`
}

// openBeside opens a log through the server that holds it open.
func openBeside(ctx context.Context, at address, logger *slog.Logger) (eventstore.Store, error) {
	d, err := readDoorway(at)
	if err != nil {
		return nil, err
	}
	server := url.URL{Scheme: "esdb", User: url.UserPassword(d.User, d.Password), Host: d.Address, RawQuery: "tls=false&maxDiscoverAttempts=3"}
	store, err := esdb.Open(ctx, server.String(), esdb.WithLogger(logger))
	if err != nil {
		return nil, err
	}
	return &besideStore{store, at, d}, nil
}

// readDoorway reads how the log of a server is reached.
func readDoorway(at address) (d doorway, err error) {
	data, err := os.ReadFile(at.node())
	if err != nil {
		return d, err
	}
	if err := json.Unmarshal(data, &d); err != nil {
		return d, fmt.Errorf("%s: %w", at.node(), err)
	}
	return d, nil
}

// openDoorway serves a log to the other processes of this machine and user,
// until the function that it answers is called. Only who holds the log open has a
// door: a log on a server, or behind another's door, they reach there.
func openDoorway(at address, store eventstore.Store, logger *slog.Logger) (closed func() error, err error) {
	if _, holds := store.(*pebble.Store); !holds {
		return func() error { return nil }, nil
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	d := doorway{Address: l.Addr().String(), User: "local", Password: rand.Text()}
	who := &node.Credentials{User: d.User, Password: d.Password}
	n, err := node.New(node.Config{Store: store, Writer: who, Reader: who, Logger: logger})
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	ctx, end := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- n.Serve(ctx, l) }()
	closed = func() error {
		end()
		err := os.Remove(at.node())
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		return errors.Join(err, <-served)
	}
	if err := putDoorway(at.node(), d); err != nil {
		return nil, errors.Join(err, closed())
	}
	return closed, nil
}

// putDoorway puts the file in its place, whole, and for its owner only.
func putDoorway(path string, d doorway) error {
	data, err := json.Marshal(d)
	if err != nil {
		return err
	}
	temp := path + ".new"
	if err := os.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.WriteFile(temp, append(data, '\n'), 0o600); err != nil {
		return err
	}
	return os.Rename(temp, path)
}

// newNode is a node that serves a log at an address to whom the options say.
// The second answer is what clients have to trust, of a certificate made for
// this run.
func newNode(store eventstore.Store, o nodeOptions, secrets nodeSecrets, logger *slog.Logger) (n *node.Node, authority []byte, err error) {
	c := node.Config{Store: store, Logger: logger, Advertise: o.advertise}
	for _, who := range []struct {
		secret secret
		to     **node.Credentials
	}{{secrets.writer, &c.Writer}, {secrets.reader, &c.Reader}} {
		if who.secret.user != "" {
			*who.to = &node.Credentials{User: who.secret.user, Password: who.secret.password}
		}
	}
	certificates, authority, err := o.certificates()
	if err != nil {
		return nil, nil, err
	}
	if certificates != nil {
		c.TLS = &tls.Config{Certificates: certificates, MinVersion: tls.VersionTLS12}
	}
	n, err = node.New(c)
	return n, authority, err
}

// developmentCertificate is a certificate for a host, and what a client is told
// to trust.
func developmentCertificate(hosts ...string) (tls.Certificate, []byte, error) {
	return node.DevelopmentCertificate(hosts...)
}

// insecure is the refusal of a listener that a node may not serve, or nil.
func insecure(n *node.Node, l net.Listener, o nodeOptions) error {
	err := n.CheckListener(l)
	var e *node.InsecureError
	if errors.As(err, &e) {
		return domain.Reject("node_insecure",
			"other machines can reach %[1]s: that needs TLS (%[3]s and %[4]s, or %[5]s) and a reader ($%[2]s); or listen on 127.0.0.1",
			"其他机器可访问 %[1]s：须用 TLS（%[3]s 和 %[4]s，或 %[5]s）并设读者（$%[2]s）；或监听 127.0.0.1",
			e.Address, readerVariable, o.flag("cert"), o.flag("key"), o.flag("development-cert"))
	}
	return err
}
