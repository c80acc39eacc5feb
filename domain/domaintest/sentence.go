package domaintest

import (
	"errors"
	"strings"

	"github.com/sunledger/sunledger/domain"
)

// checkSentences finds what the formats of a refusal left over.
func checkSentences(t TB, err error) {
	t.Helper()
	var r *domain.Rejection
	if !errors.As(err, &r) {
		return
	}
	for _, sentence := range []string{r.Message, r.Chinese} {
		if sentence == "" || strings.Contains(sentence, "%!") {
			t.Errorf("refusal %s: the sentence %q is empty or badly formatted", r.Code, sentence)
		}
	}
}
