package ledger_test

import (
	"encoding/base64"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/ledger"
)

const goodPassword = "三月的风吹过岳家庄" + "！"

func TestAPasswordIsHashedAndChecked(t *testing.T) {
	phc, err := ledger.HashPassword(goodPassword)
	require.NoError(t, err)
	require.Regexp(t, `^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$`, phc)
	again, err := ledger.HashPassword(goodPassword)
	require.NoError(t, err)
	require.NotEqual(t, phc, again, "each has a salt of its own")

	for password, want := range map[string]bool{
		goodPassword: true, goodPassword + " ": false, " " + goodPassword: false, "": false,
		strings.ToUpper(goodPassword) + "x": false, strings.Repeat("长", 100_000): false,
	} {
		ok, err := ledger.CheckPassword(phc, password)
		require.NoError(t, err)
		require.Equal(t, want, ok)
	}
	ledger.DummyCheck(goodPassword)
}

// A hash that another program made: it stands in the tests of the reference
// implementation of Argon2, src/test.c.
func TestAHashOfTheReferenceImplementation(t *testing.T) {
	const phc = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	ok, err := ledger.CheckPassword(phc, "password")
	require.NoError(t, err)
	require.True(t, ok)
	ok, err = ledger.CheckPassword(phc, "Password")
	require.NoError(t, err)
	require.False(t, ok)
}

// What stands in the log may not take the machine, nor be read in two ways.
func TestHashesThatAreNotTaken(t *testing.T) {
	salt, tag := base64.RawStdEncoding.EncodeToString(make([]byte, 16)), base64.RawStdEncoding.EncodeToString(make([]byte, 32))
	phc := func(kind, version, costs, salt, tag string) string {
		return strings.Join([]string{"", kind, version, costs, salt, tag}, "$")
	}
	good := phc("argon2id", "v=19", "m=16,t=1,p=1", salt, tag)
	_, err := ledger.CheckPassword(good, goodPassword)
	require.NoError(t, err, "what the others are one step away from")
	for name, bad := range map[string]string{
		"nothing":           "",
		"a plain password":  goodPassword,
		"a token":           ledger.HashToken("x"),
		"argon2i":           phc("argon2i", "v=19", "m=16,t=1,p=1", salt, tag),
		"an old version":    phc("argon2id", "v=16", "m=16,t=1,p=1", salt, tag),
		"257 MiB":           phc("argon2id", "v=19", "m=263168,t=1,p=1", salt, tag),
		"4 TiB":             phc("argon2id", "v=19", "m=4294967295,t=1,p=1", salt, tag),
		"more than 32 bits": phc("argon2id", "v=19", "m=4294967312,t=1,p=1", salt, tag),
		"11 passes":         phc("argon2id", "v=19", "m=16,t=11,p=1", salt, tag),
		"no pass":           phc("argon2id", "v=19", "m=16,t=0,p=1", salt, tag),
		"no lane":           phc("argon2id", "v=19", "m=16,t=1,p=0", salt, tag),
		"5 lanes":           phc("argon2id", "v=19", "m=64,t=1,p=5", salt, tag),
		"261 lanes":         phc("argon2id", "v=19", "m=4096,t=1,p=261", salt, tag),
		"too little a lane": phc("argon2id", "v=19", "m=15,t=1,p=2", salt, tag),
		"a leading nought":  phc("argon2id", "v=19", "m=016,t=1,p=1", salt, tag),
		"a sign":            phc("argon2id", "v=19", "m=+16,t=1,p=1", salt, tag),
		"another order":     phc("argon2id", "v=19", "t=1,m=16,p=1", salt, tag),
		"one cost too many": phc("argon2id", "v=19", "m=16,t=1,p=1,x=1", salt, tag),
		"a short salt":      phc("argon2id", "v=19", "m=16,t=1,p=1", "AAAA", tag),
		"a short tag":       phc("argon2id", "v=19", "m=16,t=1,p=1", salt, "AAAA"),
		"no tag":            phc("argon2id", "v=19", "m=16,t=1,p=1", salt, ""),
		"a long tag":        phc("argon2id", "v=19", "m=16,t=1,p=1", salt, strings.Repeat("A", 1<<20)),
		"padding":           phc("argon2id", "v=19", "m=16,t=1,p=1", salt+"==", tag),
		"bits left over":    phc("argon2id", "v=19", "m=16,t=1,p=1", salt[:21]+"B", tag),
		"a line break":      phc("argon2id", "v=19", "m=16,t=1,p=1", salt[:4]+"\n"+salt[4:], tag),
		"one part too many": good + "$",
		"something before":  "x" + good,
	} {
		ok, err := ledger.CheckPassword(bad, goodPassword)
		require.Error(t, err, name)
		require.False(t, ok, name)
		require.NotContains(t, err.Error(), goodPassword, name)
		require.NotContains(t, err.Error(), salt, name)
	}
}

func TestPasswordsThatAreRefused(t *testing.T) {
	for password, code := range map[string]string{
		"":                                   "password_too_short",
		"nine char":                          "password_too_short",
		"九个字不够长的口令":                          "password_too_short",
		strings.Repeat("长", 250) + "1234567": "password_too_long",
		"long enough \xff":                   "password_not_text",
		"1234567890":                         "password_common",
		"QwertyUIOP":                         "password_common",
		"WoAiNi5201314":                      "password_common",
		"aaaaaaaaaaaa":                       "password_common",
		"121212121212":                       "password_common",
	} {
		phc, err := ledger.HashPassword(password)
		require.Empty(t, phc, password)
		require.Equal(t, code, domain.CodeOf(err), password)
		refusal := err.(*domain.Rejection)
		require.Regexp(t, `\p{Han}`, refusal.Chinese)
		if password != "" {
			require.NotContains(t, refusal.Message+refusal.Chinese, password)
		}
	}
	for _, password := range []string{"ten chars!", "十个汉字也够用的口令", "aaaaaaaaab1", strings.Repeat("长短宽", 85)} {
		_, err := ledger.HashPassword(password)
		require.NoError(t, err, password)
	}
}

func TestTokens(t *testing.T) {
	seen := map[string]bool{}
	for range 100 {
		token := ledger.NewToken()
		require.Regexp(t, `^slt_[A-Za-z0-9_-]{43}$`, token)
		require.Regexp(t, `^[0-9a-f]{64}$`, ledger.HashToken(token))
		require.False(t, seen[token])
		seen[token] = true
	}
	require.Equal(t, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", ledger.HashToken("abc"), "FIPS 180-2, appendix B.1")
}

// Whatever a hash looks like, checking it ends soon, and says yes to none.
func TestAnyTextIsNoHash(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		phc := rapid.OneOf(rapid.String(),
			rapid.StringMatching(`\$argon2id\$v=19\$m=[0-9]{1,12},t=[0-9]{2,12},p=[0-9]{2,5}\$[A-Za-z0-9+/]{20,24}\$[A-Za-z0-9+/]{40,44}`)).Draw(t, "phc")
		ok, _ := ledger.CheckPassword(phc, goodPassword)
		if ok {
			t.Fatal("a text that was made up admits somebody")
		}
	})
}

func TestManyHashAtOnce(t *testing.T) {
	phc, err := ledger.HashPassword(goodPassword)
	require.NoError(t, err)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			ok, err := ledger.CheckPassword(phc, goodPassword)
			if !ok || err != nil {
				t.Error("a right password is refused when many come at once")
			}
		})
	}
	all.Wait()
}
