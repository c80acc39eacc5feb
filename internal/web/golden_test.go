package web_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the golden files anew")

var (
	anyUUID  = regexp.MustCompile(`[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}`)
	shortID  = regexp.MustCompile(`\b[0-9a-f]{8}(…|</span>)`)
	anyBuild = regexp.MustCompile(`\?v=[0-9a-f]{12}`)
)

// positionOf is the page of the first event of a stream.
func (s *site) positionOf(t *testing.T, stream string) string {
	history, err := s.History(t.Context(), stream)
	require.NoError(t, err)
	return fmt.Sprint("/events/", history[0].Position)
}

// golden compares a few pages with what they were. Ids are drawn anew for each
// ledger; they are numbered in the order in which they appear.
func golden(t *testing.T, s *site) {
	for name, target := range map[string]string{
		"board.zh.html": "/?lang=zh", "board.en.html": "/?lang=en", "board.json": "/board.json",
		"request.en.html": "/requests/" + s.someRequest(t) + "?lang=en", "request.json": "/requests/" + s.someRequest(t) + ".json",
		"event.zh.html": s.positionOf(t, "community-c3") + "?lang=zh", "matters.en.html": "/matters?lang=en", "requests.zh.csv": "/requests.csv?lang=zh&sort=in-order",
	} {
		numbers := map[string]string{}
		got := anyUUID.ReplaceAllStringFunc(s.get(target).Body.String(), func(id string) string {
			if numbers[id] == "" {
				numbers[id] = fmt.Sprintf("id-%d", len(numbers)+1)
			}
			return numbers[id]
		})
		got = shortID.ReplaceAllString(anyBuild.ReplaceAllString(got, "?v=build"), "short$1")
		path := filepath.Join("testdata", name)
		if *update {
			require.NoError(t, os.MkdirAll("testdata", 0o777))
			require.NoError(t, os.WriteFile(path, []byte(got), 0o666))
			continue
		}
		want, err := os.ReadFile(path)
		require.NoError(t, err, "write it with: go test ./internal/web -run Reading -update")
		require.Equal(t, string(want), got, "%s has changed; if that is meant: go test ./internal/web -run Reading -update", name)
	}
}
