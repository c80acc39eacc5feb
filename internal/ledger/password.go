package ledger

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"github.com/sunledger/sunledger/domain"
)

// What a new hash costs: the least that OWASP's Password Storage Cheat Sheet
// asks of Argon2id (19 MiB, two passes, one lane). Salt and tag have the
// lengths that RFC 9106, section 4, recommends.
const (
	argonMemoryKiB = 19 * 1024
	argonPasses    = 2
	argonLanes     = 1
	saltBytes      = 16
	tagBytes       = 32
)

// What a hash may ask for when it is checked. A hash comes out of the log, and
// none may take all memory of the machine, whoever wrote it.
const (
	maxArgonMemoryKiB = 256 * 1024
	maxArgonPasses    = 10
	maxArgonLanes     = 4
	minSaltBytes      = 8
	minTagBytes       = 16
	maxSaltOrTagBytes = 64
)

// The lengths of a password, in characters. The least is more than the 8 that
// NIST SP 800-63B asks of a chosen secret, the most far more than its 64.
const (
	MinPasswordCharacters = 10
	MaxPasswordCharacters = 256
)

// hashing bounds how many passwords are hashed at once, so that many sign-ins
// wait instead of taking all memory.
var hashing = make(chan struct{}, 2)

// HashPassword hashes a password as a PHC string, $argon2id$v=19$…, with a salt
// of its own. It refuses a password that is too short, too long, not text, or
// among those that are tried first; no mixture of kinds of characters is asked
// for (NIST SP 800-63B, section 5.1.1.2).
//
// The bytes are hashed as they are given: nothing is trimmed, and no form of
// Unicode is chosen over another. No error holds the password.
func HashPassword(password string) (string, error) {
	if err := admitPassword(password); err != nil {
		return "", err
	}
	h := argonHash{memory: argonMemoryKiB, passes: argonPasses, lanes: argonLanes, salt: make([]byte, saltBytes)}
	_, _ = rand.Read(h.salt) // never fails
	h.tag = h.derive(password, tagBytes)
	return h.String(), nil
}

// CheckPassword reports whether a password is the one that a PHC string was
// made of, in a time that does not depend on where they differ. The error says
// that the string is not a hash of this kind, or asks for more memory or time
// than is admitted; it holds neither the string nor the password.
func CheckPassword(phc, password string) (bool, error) {
	h, err := parseArgonHash(phc)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(h.derive(password, len(h.tag)), h.tag) == 1, nil
}

// DummyCheck takes as long as [CheckPassword] does with a hash that
// [HashPassword] made, so that a name that is not known cannot be told from a
// wrong password by the clock.
func DummyCheck(password string) {
	h := argonHash{memory: argonMemoryKiB, passes: argonPasses, lanes: argonLanes, salt: make([]byte, saltBytes)}
	subtle.ConstantTimeCompare(h.derive(password, tagBytes), make([]byte, tagBytes))
}

// TokenPrefix begins every token, so that people and scanners recognise one
// that lies where it should not.
const TokenPrefix = "slt_"

// drawToken draws a bearer token of 256 random bits for an account, whose id it
// ends with. It is shown to its owner once and kept nowhere; what is kept is
// hashToken of it.
func drawToken(account string) string {
	var random [32]byte
	_, _ = rand.Read(random[:]) // never fails
	return TokenPrefix + base64.RawURLEncoding.EncodeToString(random[:]) + "." + account
}

// hashToken is the SHA-256 of a token in 64 hexadecimal digits. A token is
// random throughout, so that a fast hash without salt gives nothing away.
func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// argonHash is a PHC string taken apart.
type argonHash struct {
	memory uint32 // KiB
	passes uint32
	lanes  uint8
	salt   []byte
	tag    []byte
}

func (h argonHash) derive(password string, length int) []byte {
	hashing <- struct{}{}
	defer func() { <-hashing }()
	return argon2.IDKey([]byte(password), h.salt, h.passes, h.memory, h.lanes, uint32(length))
}

// String is the hash as a PHC string.
func (h argonHash) String() string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, h.memory, h.passes, h.lanes,
		base64.RawStdEncoding.EncodeToString(h.salt), base64.RawStdEncoding.EncodeToString(h.tag))
}

var errNotAHash = errors.New("the credential is not an Argon2id hash as this program makes them")

func parseArgonHash(phc string) (argonHash, error) {
	var h argonHash
	parts := strings.Split(phc, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != "v="+strconv.Itoa(argon2.Version) {
		return h, errNotAHash
	}
	costs := strings.Split(parts[3], ",")
	if len(costs) != 3 {
		return h, errNotAHash
	}
	memory, okMemory := cost(costs[0], "m=", maxArgonMemoryKiB)
	passes, okPasses := cost(costs[1], "t=", maxArgonPasses)
	lanes, okLanes := cost(costs[2], "p=", maxArgonLanes)
	// RFC 9106, section 3.1: at least 8 KiB a lane.
	if !okMemory || !okPasses || !okLanes || memory < 8*lanes {
		return h, errNotAHash
	}
	h.memory, h.passes, h.lanes = memory, passes, uint8(lanes)
	var okSalt, okTag bool
	h.salt, okSalt = decoded(parts[4], minSaltBytes)
	h.tag, okTag = decoded(parts[5], minTagBytes)
	if !okSalt || !okTag {
		return h, errNotAHash
	}
	return h, nil
}

// cost reads one parameter, written in the one way that it can be.
func cost(part, name string, most uint64) (uint32, bool) {
	digits, named := strings.CutPrefix(part, name)
	n, err := strconv.ParseUint(digits, 10, 32)
	return uint32(n), named && err == nil && n >= 1 && n <= most && strconv.FormatUint(n, 10) == digits
}

func decoded(text string, least int) ([]byte, bool) {
	if len(text) > base64.RawStdEncoding.EncodedLen(maxSaltOrTagBytes) || strings.ContainsAny(text, "\r\n") {
		return nil, false
	}
	b, err := base64.RawStdEncoding.Strict().DecodeString(text)
	return b, err == nil && len(b) >= least
}

// admitPassword refuses what is not good enough as a password.
func admitPassword(password string) error {
	switch n := utf8.RuneCountInString(password); {
	case !utf8.ValidString(password):
		return domain.Reject("password_not_text",
			"the password is not text in UTF-8: type it again", "密码不是 UTF-8 文本：请重新输入")
	case n < MinPasswordCharacters:
		return domain.Reject("password_too_short",
			"the password has %[1]d characters, and at least %[2]d are asked for: several words together are long and easy to keep in mind",
			"密码只有 %[1]d 个字符，至少须有 %[2]d 个：可用几个词连成一句，既长又好记", n, MinPasswordCharacters)
	case n > MaxPasswordCharacters:
		return domain.Reject("password_too_long",
			"the password has %[1]d characters, and at most %[2]d are taken: shorten it",
			"密码有 %[1]d 个字符，最多 %[2]d 个：请缩短", n, MaxPasswordCharacters)
	case isCommon(password):
		return domain.Reject("password_common",
			"this password is among those that are tried first: choose another one, such as several words that do not belong together",
			"该密码属于最常被猜测的密码：请另选，例如几个互不相干的词")
	}
	return nil
}

// isCommon reports whether a password is one of those that a guesser begins
// with: a known one, or hardly more than one key.
func isCommon(password string) bool {
	lower := strings.ToLower(password)
	different := map[rune]bool{}
	for _, r := range lower {
		different[r] = true
	}
	return len(different) < 3 || commonPasswords[lower]
}

// commonPasswords are the most common ones of lists that leaked, of those that
// are long enough, with the Chinese ones.
var commonPasswords = func() map[string]bool {
	all := map[string]bool{}
	for _, p := range strings.Fields(`
		1234567890 0123456789 0987654321 9876543210 12345678910 1234567891 123456789a a123456789 1234567890a
		a1234567890 aa123456789 aa12345678 abc123456789 abc1234567 abcd123456 abcd1234567 123456abcd 12345678abc
		123456789abc 123123123123 1231231231 1233211234567 1122334455 11223344556677 0123456789a 1472583690 7894561230
		qwertyuiop qwertyuiop123 qwerty12345 qwerty123456 1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4t5 1qaz2wsx3edc 1qazxsw23edc
		zaq12wsxcde3 asdfghjkl1 asdfghjkl123 zxcvbnm123 zxcvbnm12345 1234qwerasdf abcdefghij abcdefghijk
		password12 password123 password1234 passw0rd123 p@ssw0rd123 p@ssword123 administrator admin12345 admin123456
		changeme123 welcome123 welcome1234 letmein123 iloveyou123 sunshine123 football123 princess123
		woaini1314 woaini520 woaini5201314 woaini1314520 5201314520 1314520520 5201314woaini wodemima123 sunledger123 sunledger2016`) {
		all[p] = true
	}
	return all
}()
