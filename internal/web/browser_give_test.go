package web_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/decision"
)

// Forms as a browser shows and sends them, with a file.
func TestGivingCommandsInABrowser(t *testing.T) {
	s, _ := governed(t)
	s.staff("accountant", "community-c1", domain.Accountant)
	papers := filepath.Join(t.TempDir(), "minutes.pdf")
	require.NoError(t, os.WriteFile(papers, []byte(letter), 0o600))
	tabs := openTabs(t, s)
	for _, c := range []struct {
		name         string
		width        int64
		lang, scheme string
	}{
		{"desktop-en", 1280, "en", "light"},
		{"phone-zh", 390, "zh", "light"},
	} {
		t.Run(c.name, func(t *testing.T) {
			stream := "decision-" + s.must("", decision.Propose{
				Owner: "village-dong", Kind: domain.PublicWorks, Title: "安装路灯", TitleEnglish: "Street lamps", Source: decision.Villagers,
			})
			s.settle()
			b := tabs(t, c.width, c.lang, c.scheme)
			b.signIn("recorder")
			b.looked("give-home", c.name)
			b.open("/decisions")
			b.click(".for-staff a")
			require.Equal(t, "/staff/new/decision.propose", eval[string](b, `location.pathname`))
			b.looked("give-propose", c.name)
			b.open(pageID(stream))
			b.looked("give-public", c.name)
			b.click(".for-staff a")
			b.looked("give-desk", c.name)
			b.click(`.deeds a[href$="/decision.withdraw"]`)
			b.fill("#f-reason", "方案须完善")
			eval[bool](b, `document.querySelector(".attach").open = true`)
			b.choose("#file-0-kind", "minutes")
			b.choose("#file-0-audience", "public")
			require.NoError(t, chromedp.Do(b, chromedp.SetUploadFiles(chromedp.CSS("#file-0"), []string{papers})))
			b.looked("give-filled", c.name)
			b.click(`.work button[type=submit]`)
			require.Equal(t, "/staff/streams/"+stream, eval[string](b, `location.pathname`))
			require.Contains(t, b.text(".files"), "PDF")
			b.looked("give-recorded", c.name)

			b = tabs(t, c.width, c.lang, c.scheme)
			b.signIn("accountant")
			b.open("/staff/new/contract.sign?f-owner=collective-lc")
			b.fill("#f-schedule", "2017-01-01=5000\n2018-01-01")
			eval[bool](b, `document.querySelector(".work").noValidate = true`) // the server says it, too
			b.click(`.work button[type=submit]`)
			require.Equal(t, "f-schedule", eval[string](b, `document.querySelector("[aria-invalid]").id`))
			require.Equal(t, "collective-lc", eval[string](b, `document.querySelector("#f-owner").value`))
			b.looked("give-refused", c.name)
		})
	}
}
