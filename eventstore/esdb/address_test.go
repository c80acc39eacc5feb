package esdb_test

import (
	"context"
	"io/fs"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/eventstore/esdb"
)

func TestRedacted(t *testing.T) {
	for in, want := range map[string]string{
		"esdb://host:2113":                               "esdb://host:2113",
		"esdb://user@host":                               "esdb://user@host",
		"esdb://user:secret@host:2113?tls=false":         "esdb://user:…@host:2113?tls=false",
		"esdb+discover://user:se@cret@a,b,c/?tls=true":   "esdb+discover://user:…@a,b,c/?tls=true",
		"esdb://:secret@host":                            "esdb://:…@host",
		"esdb://user:sec:ret@h1:1,h2:2?nodePreference=x": "esdb://user:…@h1:1,h2:2?nodePreference=x",
		"./folder":                           "./folder",
		"esdb://clerk:se/cret@h:1?tls=false": "esdb://clerk:…@h:1?tls=false",
		"esdb://clerk:se?cret@h:1":           "esdb://clerk:…@h:1",
		"esdb:clerk:secret@h":                "esdb:…@h",
	} {
		require.Equal(t, want, esdb.Redacted(in))
	}
}

func TestIsAddress(t *testing.T) {
	for _, s := range []string{"esdb://h", "ESDB://h", "esdb+discover://h", "kurrentdb://h", "kurrentdb+discover://h", "kurrent://h"} {
		require.True(t, esdb.IsAddress(s), s)
	}
	for _, s := range []string{"", "esdb:h", "esdb", "file:./x", "./esdb", "http://h"} {
		require.False(t, esdb.IsAddress(s), s)
	}
}

// Where only a file is missing the address is right, and the error says which file.
func TestMissingFiles(t *testing.T) {
	for _, setting := range []string{"tlsCaFile", "userCertFile", "userKeyFile"} {
		err := esdb.CheckAddress("esdb://u:secret@h:1?" + setting + "=/there/is/none")
		var missing *esdb.FileError
		require.ErrorAs(t, err, &missing)
		require.ErrorIs(t, err, fs.ErrNotExist)
		require.Equal(t, setting, missing.Setting)
		require.Contains(t, err.Error(), "/there/is/none")
		require.NotContains(t, err.Error(), "secret")
	}
}

// What the client's own parser passes over in silence is an error that names
// it, and no error shows the password.
func TestWrongAddresses(t *testing.T) {
	for address, want := range map[string]string{
		"http://h":                                       "begins with none of",
		"esdb://":                                        "host",
		"esdb://u:secret@":                               "host",
		"esdb://h/path":                                  "path",
		"esdb://h:port":                                  "cannot be read|port",
		"esdb://h:1?tsl=false":                           `no setting "tsl"`,
		"esdb://h:1?tls=perhaps":                         "tls",
		"esdb://h:1?tls=false&tls=true":                  "tls is set twice",
		"esdb://h:1?maxDiscoverAttempts=0":               "maxDiscoverAttempts",
		"esdb://h:1?defaultDeadline=soon":                "defaultDeadline",
		"esdb://h:1?gossipTimeout=-1":                    "gossipTimeout",
		"esdb://h:1?keepAliveInterval=-2":                "keepAliveInterval",
		"esdb://h:1?nodePreference=nearest":              "nearest",
		"esdb://h:1?userCertFile=address_test.go":        "userKeyFile",
		"esdb://:secret@h:1":                             "username",
		"esdb://u:secret@h:1?tls=false":                  "without TLS",
		"esdb://u:secret@127.0.0.1,h?tls=false":          "without TLS",
		"esdb+discover://u:secret@localhost:1?tls=false": "without TLS",
		"esdb://u:sec%zzret@h:1":                         "cannot be read",
		"esdb://u:secret@h:1?%zz":                        "settings",
		"esdb://u:secret/or@h:1":                         "has to be escaped",
		"esdb://u:secret?or@h:1?tls=false":               "has to be escaped",
	} {
		_, err := esdb.Open(context.Background(), address)
		var wrong *esdb.AddressError
		require.ErrorAs(t, err, &wrong, address)
		require.Regexp(t, want, err.Error(), address)
		require.NotContains(t, err.Error(), "secret", address)
		require.NotContains(t, err.Error(), "sec%", address)
	}
}
