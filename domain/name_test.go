package domain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
)

func TestPlainName(t *testing.T) {
	for _, same := range []string{"甲(Ab)公司", " 甲（ab）公司 ", "甲　（ＡＢ） 公\t司", "甲\u200b(AB)公司"} {
		require.Equal(t, "甲(ab)公司", domain.PlainName(same))
	}
	require.NotEqual(t, domain.PlainName("甲公司"), domain.PlainName("乙公司"))
	require.Empty(t, domain.PlainName(" 　"))
}
