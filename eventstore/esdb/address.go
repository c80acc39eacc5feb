package esdb

import (
	"context"
	"encoding/base64"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	client "github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"google.golang.org/grpc/metadata"
)

// Schemes of connection strings. KurrentDB's are the same under another name.
var schemes = map[string]string{
	"esdb": "esdb", "esdb+discover": "esdb+discover",
	"kurrentdb": "esdb", "kurrentdb+discover": "esdb+discover",
	"kurrent": "esdb", "kurrent+discover": "esdb+discover",
}

// settings are those of a connection string, in lower case: any value, or a
// check of it.
var settings = map[string]func(string) error{
	"discoveryinterval":   atLeast(1),
	"gossiptimeout":       atLeast(1),
	"maxdiscoverattempts": atLeast(1),
	"defaultdeadline":     atLeast(1),
	"keepaliveinterval":   atLeast(-1),
	"keepalivetimeout":    atLeast(-1),
	"nodepreference":      nil,
	"tls":                 nil,
	"tlsverifycert":       nil,
	"tlscafile":           nil,
	"usercertfile":        nil,
	"userkeyfile":         nil,
}

func atLeast(least int) func(string) error {
	return func(value string) error {
		if n, err := strconv.Atoi(value); err != nil || n < least {
			return fmt.Errorf("%q is not a whole number of at least %d", value, least)
		}
		return nil
	}
}

// IsAddress reports whether a string is a connection string of this package, by
// its scheme alone.
func IsAddress(s string) bool {
	scheme, _, found := strings.Cut(s, "://")
	return found && schemes[strings.ToLower(scheme)] != ""
}

// CheckAddress says what is wrong with a connection string, by an
// [*AddressError] or a [*FileError]. It asks no server.
func CheckAddress(connection string) error {
	_, err := parse(connection)
	return err
}

// Redacted is a connection string without its password, to be shown.
func Redacted(connection string) string {
	scheme, rest, found := strings.Cut(connection, "://")
	if !found {
		scheme, rest = "", connection
	} else {
		scheme += "://"
	}
	// A password may hold an '@', or anything else, that was not escaped.
	if i := strings.LastIndexByte(rest, '@'); i >= 0 {
		user, _, secret := strings.Cut(rest[:i], ":")
		if secret {
			user += ":…"
		}
		rest = user + rest[i:]
	}
	return scheme + rest
}

// An AddressError says what is wrong with a connection string. It never shows
// its password.
type AddressError struct {
	Address string // without password
	Reason  string
}

func (e *AddressError) Error() string {
	return fmt.Sprintf("%s is not the address of a log on a server: %s; write esdb://USER:PASSWORD@HOST:2113, with ?tls=false only for a server on this machine", e.Address, e.Reason)
}

// A FileError says that a file which a connection string names cannot be read.
type FileError struct {
	Address string // without password
	Setting string // that names the file
	Err     error
}

func (e *FileError) Error() string {
	return fmt.Sprintf("%s names a file that cannot be read: %s: %v; put it there, or correct its path", e.Address, e.Setting, e.Err)
}

// Unwrap returns why the file cannot be read.
func (e *FileError) Unwrap() error { return e.Err }

// files are the settings that name a file.
var files = []string{"tlscafile", "usercertfile", "userkeyfile"}

// parse reads a connection string. What the client's own parser passes over,
// such as a setting that it does not know, is an error here.
func parse(connection string) (*client.Configuration, error) {
	wrong := func(format string, args ...any) (*client.Configuration, error) {
		return nil, &AddressError{Redacted(connection), fmt.Sprintf(format, args...)}
	}
	scheme, rest, _ := strings.Cut(connection, "://")
	known := schemes[strings.ToLower(scheme)]
	if known == "" {
		return wrong("it begins with none of esdb://, esdb+discover://, kurrentdb://, kurrentdb+discover://")
	}
	if i := strings.IndexAny(rest, "/?"); i >= 0 && strings.Contains(rest[i:], "@") {
		return wrong("its password, or a setting, holds a character that has to be escaped: / is %%2F, ? is %%3F, @ is %%40")
	}
	if _, query, found := strings.Cut(rest, "?"); found {
		values, err := url.ParseQuery(query)
		if err != nil {
			return wrong("its settings cannot be read")
		}
		for key, value := range values {
			check, known := settings[strings.ToLower(key)]
			switch {
			case !known:
				return wrong("it has no setting %q", key)
			case len(value) > 1:
				return wrong("%s is set twice", key)
			case check != nil:
				if err := check(value[0]); err != nil {
					return wrong("%s: %v", key, err)
				}
			case slices.Contains(files, strings.ToLower(key)):
				if f, err := os.Open(value[0]); err != nil {
					return nil, &FileError{Redacted(connection), key, err}
				} else if err := f.Close(); err != nil {
					return nil, &FileError{Redacted(connection), key, err}
				}
			}
		}
	}
	config, err := client.ParseConnectionString(known + "://" + rest)
	if err == nil {
		err = config.Validate()
	}
	if err != nil {
		return wrong("%s", withoutSecret(err, connection))
	}
	if config.DisableTLS && config.Username != "" && !isLocal(config) {
		return wrong("it would send a password over a network without TLS")
	}
	return config, nil
}

// withoutSecret is an error's sentence, unless it repeats the address, which
// holds a password.
func withoutSecret(err error, connection string) string {
	said := err.Error()
	if strings.Contains(connection, "@") && (strings.Contains(said, "@") || strings.Contains(said, "esdb")) {
		return "it cannot be read"
	}
	return said
}

// isLocal reports whether a configuration leads to this machine alone.
func isLocal(c *client.Configuration) bool {
	local := func(host string) bool {
		if host == "localhost" {
			return true
		}
		ip, err := netip.ParseAddr(host)
		return err == nil && ip.IsLoopback()
	}
	// What a cluster's gossip names may be anywhere.
	host, _, err := net.SplitHostPort(c.Address)
	return err == nil && len(c.GossipSeeds) == 0 && !c.DnsDiscover && local(host)
}

// headers are those of every call that the client does not send by itself:
// without TLS it drops the credentials, and it never says that only the leader
// will do.
func headers(c *client.Configuration) metadata.MD {
	md := ownHeaders(c)
	if !c.DisableTLS {
		md.Delete("authorization")
	}
	return md
}

// ownHeaders are those of a call that is not the client's.
func ownHeaders(c *client.Configuration) metadata.MD {
	md := metadata.MD{}
	if c.Username != "" {
		md.Set("authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(c.Username+":"+c.Password)))
	}
	if isCluster(c) && c.NodePreference == client.NodePreferenceLeader {
		md.Set("requires-leader", "true")
	}
	return md
}

// isCluster reports whether the server is one of several.
func isCluster(c *client.Configuration) bool { return c.DnsDiscover || len(c.GossipSeeds) > 0 }

// readsOnly reports whether a configuration prefers others than the leader, who
// may lag behind: what is read there is no ground to append upon.
func readsOnly(c *client.Configuration) bool {
	return isCluster(c) && c.NodePreference != client.NodePreferenceLeader
}

func withHeaders(ctx context.Context, md metadata.MD) context.Context {
	if len(md) == 0 {
		return ctx
	}
	return metadata.NewOutgoingContext(ctx, md)
}

// pauses are how long a call waits before it is made again, first and at most.
func pauses(c *client.Configuration) (first, most time.Duration) {
	first = time.Duration(c.DiscoveryInterval) * time.Millisecond
	return first, max(first, time.Second)
}
