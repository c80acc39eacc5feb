package rules

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/sunledger/sunledger/domain"
)

// Assumed is the article of a rule that no article was found for.
const Assumed = "assumed"

// maxText is the longest title or article, in characters.
const maxText = 300

// Rule is one rule of a set: its value and what it rests on.
//
// In a file it is {"value": 3, "article": "…", "zh": "…"}, with the article in
// English and Chinese, or {"value": 3, "article": "assumed"}. Both value and
// article must be there. The zero Rule is no rule; a loaded set has none.
type Rule[T any] struct {
	Value T `json:"value"`
	// Article is the source in English, or [Assumed].
	Article string `json:"article"`
	// ArticleChinese is the source in Chinese; empty where it is assumed.
	ArticleChinese string `json:"zh,omitzero"`

	set string // that gives it, which may be one that others inherit from
}

// Assumed reports whether no article was found for the rule.
func (r Rule[T]) Assumed() bool { return r.Article == Assumed }

// Basis says what the rule rests on and in which set it stands, for the end of
// an error sentence or a page. It has no full stop.
func (r Rule[T]) Basis(lang domain.Lang) string {
	article, in := r.Article, ", rule set "
	if lang == domain.Chinese {
		article, in = r.ArticleChinese, "，规则集 "
		if r.Assumed() {
			article = "暂定，尚无依据条文"
		}
	}
	if r.set != "" {
		article += in + r.set
	}
	return article
}

// Reject is [domain.Reject] with the basis of the rule after either sentence, in
// brackets. The sentences themselves need not name it.
func (r Rule[T]) Reject(code, english, chinese string, args ...any) *domain.Rejection {
	no := domain.Reject(code, english, chinese, args...)
	no.Message = fmt.Sprintf("%s (%s)", no.Message, r.Basis(domain.English))
	no.Chinese = fmt.Sprintf("%s（%s）", no.Chinese, r.Basis(domain.Chinese))
	return no
}

// UnmarshalJSONFrom reads the object described at [Rule] and nothing else.
func (r *Rule[T]) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	var in struct {
		Value   *T      `json:"value"`
		Article *string `json:"article"`
		Chinese string  `json:"zh"`
	}
	at := dec.StackPointer()
	if err := json.UnmarshalDecode(dec, &in, json.RejectUnknownMembers(true)); err != nil {
		return err
	}
	switch {
	case in.Value == nil:
		return fault{"the rule has no value", `write {"value": …, "article": "…", "zh": "…"}`, at}
	case in.Article == nil || *in.Article == "":
		return fault{"the rule has no basis", `name its article, or write "article": "assumed"`, at}
	case *in.Article == Assumed && in.Chinese != "":
		return fault{"the rule is assumed and has an article in Chinese", `remove "zh", or name the article in "article" too`, at}
	case *in.Article != Assumed && in.Chinese == "":
		return fault{"the article has no Chinese", `add "zh", the article in Chinese`, at}
	}
	for _, s := range []string{*in.Article, in.Chinese} {
		if err := checkText(s); err != nil {
			return fault{"the article " + err.Error(), "shorten or correct it", at}
		}
	}
	*r = Rule[T]{Value: *in.Value, Article: *in.Article, ArticleChinese: in.Chinese}
	return nil
}

// IsZero reports whether there is no rule.
func (r Rule[T]) IsZero() bool { return r.Article == "" }

func (r Rule[T]) plain() plainRule {
	return plainRule{r.Value, r.Basis(domain.English), r.Basis(domain.Chinese), r.Assumed(), r.set}
}

func (r *Rule[T]) stamp(set string) { r.set = set }

// checkText refuses what does not belong into a title or an article.
func checkText(s string) error {
	switch {
	case utf8.RuneCountInString(s) > maxText:
		return fmt.Errorf("is longer than %d characters", maxText)
	case strings.TrimSpace(s) != s:
		return fmt.Errorf("begins or ends with a space")
	case strings.ContainsFunc(s, unicode.IsControl):
		return fmt.Errorf("holds a control character")
	}
	return nil
}
