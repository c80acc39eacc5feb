package catalogue

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Every command gives something, and every event that is recorded now is given
// by a command.
func TestEveryEventHasACommand(t *testing.T) {
	var commands []string
	for _, c := range Standard.Commands() {
		commands = append(commands, c.Name)
		require.NotEmpty(t, gives[c.Name], "%s gives no event: say in gives.go which", c.Name)
	}
	for command, events := range gives {
		require.Contains(t, commands, command, "gives.go names a command that does not exist")
		for _, e := range events {
			category, _, _ := strings.Cut(command, ".")
			require.True(t, Standard.KnowsEvent(category+"."+e), "%s does not give %s.%s, which does not exist", command, category, e)
		}
	}
	for _, e := range Standard.Events() {
		if e.Upcast == nil {
			require.NotEmpty(t, Standard.Recorders(e.Prototype.EventType()), "no command gives %s: name one in gives.go", e.Prototype.EventType())
		}
	}
	require.Len(t, slices.Collect(maps.Keys(gives)), len(commands))
}
