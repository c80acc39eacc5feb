package domain

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Money is an amount of renminbi in fen, a hundredth of a yuan. It is exact
// and may be negative. In JSON it is an integer number of fen.
type Money int64

// Yuan is 100 fen.
const Yuan Money = 100

// ErrOverflow says that an amount does not fit into Money.
var ErrOverflow = errors.New("the amount is too large: money holds up to 92,233,720,368,547,758.07 yuan")

// ParseMoney reads an amount in yuan, such as 1234.5, 1,234.50, ¥12 or -3,
// with at most two decimals.
func ParseMoney(s string) (Money, error) {
	bad := fmt.Errorf("%q is not an amount of money: write yuan with at most two decimals, such as 1234.50", s)
	t := strings.TrimPrefix(s, "-")
	negative := t != s
	t = strings.TrimPrefix(t, "¥")
	whole, cents, hasPoint := strings.Cut(t, ".")
	if groups := strings.Split(whole, ","); len(groups) > 1 {
		for i, g := range groups {
			if len(g) != 3 && (i > 0 || len(g) == 0 || len(g) > 3) {
				return 0, bad
			}
		}
		whole = strings.Join(groups, "")
	}
	if !digits(whole) || (hasPoint && (!digits(cents) || len(cents) > 2)) {
		return 0, bad
	}
	text := whole + cents + strings.Repeat("0", 2-len(cents))
	if negative {
		text = "-" + text
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, ErrOverflow
	}
	return Money(n), nil
}

func digits(s string) bool {
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}

// Plus is m + n, or ErrOverflow.
func (m Money) Plus(n Money) (Money, error) {
	sum := m + n
	if (sum > m) != (n > 0) && n != 0 {
		return 0, ErrOverflow
	}
	return sum, nil
}

// Times is m × k, or ErrOverflow.
func (m Money) Times(k int64) (Money, error) {
	if m == 0 || k == 0 {
		return 0, nil
	}
	p := int64(m) * k
	if p/k != int64(m) || (k == -1 && m == math.MinInt64) {
		return 0, ErrOverflow
	}
	return Money(p), nil
}

// Share divides m over n equal shares: n × each + remainder = m, to the fen.
// Both have the sign of m, and the remainder is smaller than n. It panics
// where n is not positive.
func (m Money) Share(n int64) (each, remainder Money) {
	if n <= 0 {
		panic("domain: Money.Share over " + strconv.FormatInt(n, 10) + " shares")
	}
	return m / Money(n), m % Money(n)
}

// String is the amount in yuan with two decimals and thousands separated, such
// as 1,234.50.
func (m Money) String() string {
	u := uint64(m)
	sign := ""
	if m < 0 {
		u, sign = -u, "-"
	}
	whole := strconv.FormatUint(u/100, 10)
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	return fmt.Sprintf("%s%s.%02d", sign, whole, u%100)
}
