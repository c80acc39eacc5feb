package web_test

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/request"
)

// signIn signs somebody in who is sent to do so, and goes on from there.
func (b *tab) signIn(login string) {
	b.t.Helper()
	b.open("/staff")
	b.fill("#login", login)
	b.fill("#password", operatorPassword)
	b.click(".entry-form button")
	require.Equal(b.t, "/staff", eval[string](b, `location.pathname`))
}

// choose chooses a value of a select.
func (b *tab) choose(selector, value string) {
	b.t.Helper()
	eval[bool](b, `(e => { e.value = "`+value+`"; return e.value === "`+value+`" || null.x })(document.querySelector("`+selector+`"))`)
}

// looked is a page that was looked at: nothing is wrong with it for axe-core, and
// a picture is kept where somebody asks for one.
func (b *tab) looked(what, name string) {
	b.t.Helper()
	b.accessible(what)
	b.shoot(what + "-" + name)
}

// A correction as two people with browsers make it: one proposes, the other
// approves, and everybody sees both.
func TestCorrectingInABrowser(t *testing.T) {
	o := openOffice(t)
	tabs := openTabs(t, o.site)
	o.must("matter-A01", domain.ProposeCorrection{
		Kind: domain.Clerical, Reason: domain.Note("漏列户口簿"), RestsOn: domain.OnDocument, Basis: "诸政发〔2015〕8号",
		Amend: []domain.Change{{Revision: 0, Set: domain.Clear(domain.Object(`{"papers": ["身份证", "户口簿"]}`))}},
	})
	o.mustBy(o.second, "matter-A01", domain.ApproveCorrection{Proposal: 1})
	for _, c := range []struct {
		name         string
		width        int64
		lang, scheme string
		axe          bool // as of screens
	}{
		{"desktop-en", 1280, "en", "light", false},
		{"desktop-zh", 1280, "zh", "light", true},
		{"phone-en", 390, "en", "dark", true},
		{"phone-zh", 390, "zh", "light", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			id := o.mustBy(o.clerk, "", request.Submit{
				Matter: "A01", Place: "c0", Channel: request.Phone, People: 1,
				Requester: domain.About(domain.Subject{}, secret), Summary: domain.Note("补办居住证明，联系 " + secret),
			})
			o.mustBy(o.clerk, id, request.Accept{})
			o.settle()
			stream := "request-" + id
			b := tabs(t, c.width, c.lang, c.scheme)
			b.unseen = !c.axe
			b.signIn("corrector")
			b.fill("#stream", stream)
			b.looked("desk", c.name)
			b.click(".find button")
			require.Equal(t, "/staff/streams/"+stream, eval[string](b, `location.pathname`))
			b.looked("history", c.name)
			b.click("#r0 .acts a")
			b.choose("#kind", "clerical")
			b.choose("#f-channel", "window")
			b.fill("#reason", "误选渠道")
			b.looked("propose", c.name)
			b.click(".ways li:nth-child(2) a")
			b.looked("propose-void", c.name)
			b.click(".ways li:nth-child(3) a")
			b.choose("#type", "request.supervised")
			b.click(".find button")
			b.looked("propose-insert", c.name)

			// What is wrong is said, and what was typed stays.
			b.click(".ways li:nth-child(1) a")
			b.choose("#kind", "clerical")
			b.fill("#reason", "误选渠道")
			b.fill("#basis", "更正单7号")
			b.click(".work button")
			require.Equal(t, "更正单7号", eval[string](b, `document.querySelector("#basis").value`))
			require.NotEmpty(t, b.text(".wrong p"), "nothing was changed")
			b.looked("propose-refused", c.name)
			b.choose("#f-channel", "window")
			require.NoError(t, chromedp.Do(b, chromedp.Focus(chromedp.CSS("#basis"))))
			_, err := chromedp.RunResponse(b, chromedp.KeyEvent("\r"))
			require.NoError(t, err, "the form is sent by the keyboard, too")
			require.Equal(t, "/streams/"+stream, eval[string](b, `location.pathname`))

			b.open("/staff/corrections/" + stream + "/2")
			b.click(`.decide button[value="approve"]`)
			require.NotEmpty(t, b.text(".wrong p"), "nobody approves what they proposed")
			b.looked("four-eyes", c.name)
			b.click(".session button")

			b.signIn("second")
			b.looked("desk-of-another", c.name)
			b.click(`a[href="/staff/corrections/` + stream + `/2"]`)
			b.looked("proposal", c.name)
			b.click(`.decide button[value="approve"]`)
			require.Equal(t, "/streams/"+stream, eval[string](b, `location.pathname`))
			text := eval[string](b, `document.querySelector("main").textContent`)
			for _, says := range map[string][]string{
				"en": {"Submitted (window)", "Submitted (phone)", "Correction proposed (clerical)", "Correction #2 approved"},
				"zh": {"提交申请（窗口）", "提交申请（电话）", "申请更正（笔误）", "批准更正 #2"},
			}[c.lang] {
				require.Contains(t, text, says, "both are seen")
			}
			require.NotContains(t, text, secret)
			b.looked("public", c.name)

			b.open("/staff/streams/" + stream)
			b.looked("history-corrected", c.name)
			b.open("/staff/corrections/matter-A01/1")
			b.looked("settle", c.name)
			b.open("/corrections")
			require.Contains(t, b.text(".rows"), "更正单7号")
			b.looked("corrections", c.name)
			b.click("a.language")
			b.accessible("corrections in the other language")
		})
	}
}
