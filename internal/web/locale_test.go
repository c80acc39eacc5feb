package web

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/require"
)

// messages reads the texts of a language: keys, and what each needs filled in.
func messages(t *testing.T, lang string) map[string]string {
	t.Helper()
	names, err := fs.Glob(localeFiles, "locales/*."+lang+".json")
	require.NoError(t, err)
	require.NotEmpty(t, names)
	texts := map[string]string{}
	for _, name := range names {
		raw, err := localeFiles.ReadFile(name)
		require.NoError(t, err)
		var all map[string]jsontext.Value
		require.NoError(t, json.Unmarshal(raw, &all), "%s: a key may stand once", name)
		for key, text := range all {
			require.NotContains(t, texts, key, "%s: the key stands in another file too", name)
			texts[key] = string(text)
		}
	}
	return texts
}

var blanks = regexp.MustCompile(`\{\{\.(\w+)\}\}`)

func TestTextsInBothLanguages(t *testing.T) {
	english, chinese := messages(t, "en"), messages(t, "zh")
	used := usedKeys(t)
	for key, text := range english {
		require.Contains(t, chinese, key)
		require.True(t, used[key], "%s: no page uses this text", key)
		require.Equal(t, blanksOf(text), blanksOf(chinese[key]), "%s: both languages fill in the same", key)
	}
	for key, text := range chinese {
		require.Contains(t, english, key)
		require.NotRegexp(t, `[一-龥][,:;?!]|[,:;?!][一-龥]`, text, "%s: Chinese has marks of its own", key)
	}
	for key := range used {
		require.NotEmpty(t, english[key], "%s: a page uses a text that is not there", key)
	}
}

func blanksOf(text string) []string {
	var all []string
	for _, m := range blanks.FindAllStringSubmatch(text, -1) {
		all = append(all, m[1])
	}
	slices.Sort(all)
	return slices.Compact(all)
}

var (
	keyInGo       = regexp.MustCompile(`\bT\("([^"]+)"`)
	keyInTemplate = regexp.MustCompile(`\bT "([^"]+)"`)
	keyInColumns  = regexp.MustCompile(`"(column\.\w+)"`)
)

// usedKeys are the keys in templates and code. They are written out, so that they
// are found, or they follow from the names of a listing.
func usedKeys(t *testing.T) map[string]bool {
	t.Helper()
	used := map[string]bool{}
	collect := func(tree fs.FS, pattern *regexp.Regexp, ending string) {
		require.NoError(t, fs.WalkDir(tree, ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ending) || strings.HasSuffix(path, "_test.go") {
				return err
			}
			content, err := fs.ReadFile(tree, path)
			for _, m := range pattern.FindAllStringSubmatch(string(content), -1) {
				used[m[1]] = true
			}
			return err
		}))
	}
	collect(os.DirFS("."), keyInGo, ".go")
	collect(os.DirFS("."), keyInColumns, ".go")
	collect(templateFiles, keyInTemplate, ".html")
	for _, key := range ListingTexts() {
		used[key] = true
	}
	for _, g := range navigation {
		used["nav.group."+g.group] = true
		for _, name := range g.entries {
			used["nav."+name] = true
		}
	}
	return used
}
