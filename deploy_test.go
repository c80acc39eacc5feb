package sunledger_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// service is what a service of compose.yaml says that matters here.
type service struct {
	Image       string            `yaml:"image"`
	User        string            `yaml:"user"`
	ReadOnly    bool              `yaml:"read_only"`
	Restart     string            `yaml:"restart"`
	Privileged  bool              `yaml:"privileged"`
	CapDrop     []string          `yaml:"cap_drop"`
	CapAdd      []string          `yaml:"cap_add"`
	SecurityOpt []string          `yaml:"security_opt"`
	Environment map[string]string `yaml:"environment"`
	Ports       []string          `yaml:"ports"`
	Networks    []string          `yaml:"networks"`
	NetworkMode string            `yaml:"network_mode"`
	Volumes     []string          `yaml:"volumes"`
	Secrets     []struct {
		Source string `yaml:"source"`
		Target string `yaml:"target"`
	} `yaml:"secrets"`
	Healthcheck struct {
		Test    []string `yaml:"test"`
		Disable bool     `yaml:"disable"`
	} `yaml:"healthcheck"`
	Logging struct {
		Options map[string]string `yaml:"options"`
	} `yaml:"logging"`
	Deploy struct {
		Resources struct {
			Limits struct {
				CPUs   string `yaml:"cpus"`
				Memory string `yaml:"memory"`
				PIDs   int    `yaml:"pids"`
			} `yaml:"limits"`
		} `yaml:"resources"`
	} `yaml:"deploy"`
}

// runsOnce reports whether it ends by itself.
func (s service) runsOnce() bool { return s.Restart == "no" }

type compose struct {
	Services map[string]service `yaml:"services"`
	Networks map[string]struct {
		Internal bool `yaml:"internal"`
	} `yaml:"networks"`
	Volumes map[string]any `yaml:"volumes"`
	Secrets map[string]struct {
		File string `yaml:"file"`
	} `yaml:"secrets"`
}

// deployed is a file of deploy/.
func deployed(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile("deploy/" + name)
	require.NoError(t, err)
	return string(text)
}

// Services that are an exception, with what they are one for.
var (
	// root hands certificates to another user, or binds low ports; the image of
	// the proxy has its folders from root.
	root = map[string][]string{"certificates": {"CHOWN", "DAC_OVERRIDE", "FOWNER"}, "proxy": {"NET_BIND_SERVICE"}}
	// unasked have no program in their image that could ask: of a board the proxy
	// asks, and the proxy is asked from outside.
	unasked = []string{"board-1", "board-2", "proxy"}
)

// variable is a value that is all taken from the environment of compose, and has
// to be there.
var variable = regexp.MustCompile(`\$\{[A-Z_]+:\?[^}]*\}`)

// TestComposeFile reads compose.yaml as Docker does, and holds every service to what
// it must have.
func TestComposeFile(t *testing.T) {
	var c compose
	require.NoError(t, yaml.Unmarshal([]byte(deployed(t, "compose.yaml")), &c))
	require.Len(t, c.Services, 9, "a service was added or taken away: say here what it must have")
	for name, s := range c.Services {
		require.True(t, s.ReadOnly, "%s writes to its image", name)
		require.False(t, s.Privileged, name)
		require.Equal(t, []string{"ALL"}, s.CapDrop, name)
		require.Equal(t, root[name], s.CapAdd, "%s has other rights than it needs", name)
		require.Contains(t, s.SecurityOpt, "no-new-privileges:true", name)
		require.NotEmpty(t, s.Logging.Options["max-size"], "the log of %s fills the disk", name)
		limits := s.Deploy.Resources.Limits
		require.True(t, limits.CPUs != "" && limits.Memory != "" && limits.PIDs > 0, "%s has no bounds", name)
		require.Regexp(t, `^(sunledger:\$\{SUNLEDGER_VERSION:\?.*\}|.*:[0-9][^:]*|.*@sha256:[0-9a-f]{64})$`, s.Image, "%s has no version", name)

		if root[name] == nil {
			require.Regexp(t, `^[1-9][0-9]*:[1-9][0-9]*$`, s.User, "%s runs as who its image says", name)
		}
		asked := len(s.Healthcheck.Test) > 0 && !s.Healthcheck.Disable
		require.Equal(t, !s.runsOnce() && !slices.Contains(unasked, name), asked, "%s: whether anybody asks for its health", name)

		for key, value := range s.Environment {
			if strings.Contains(key, "PASSWORD") || strings.Contains(key, "SECRET") || strings.Contains(key, "TOKEN") {
				require.Empty(t, variable.ReplaceAllString(value, ""), "%s of %s stands in the file", key, name)
			}
			require.NotContains(t, key, "MASTER_KEY", "the master key is a file, not in the environment of %s", name)
			if _, rest, found := strings.Cut(value, "://"); found && strings.Contains(rest, "@") {
				_, password, _ := strings.Cut(rest[:strings.LastIndex(rest, "@")], ":")
				require.Empty(t, variable.ReplaceAllString(password, ""), "the password in %s of %s stands in the file", key, name)
			}
		}
		for _, secret := range s.Secrets {
			require.NotEmpty(t, c.Secrets[secret.Source].File, "%s of %s", secret.Source, name)
		}
		for _, volume := range s.Volumes {
			source, _, _ := strings.Cut(volume, ":")
			_, named := c.Volumes[source]
			require.True(t, named || strings.HasPrefix(source, "./"), "%s of %s is no volume", source, name)
		}
		require.True(t, s.NetworkMode == "none" || len(s.Networks) > 0, "%s is on the default network, which leads out", name)
		for _, network := range s.Networks {
			outside, known := c.Networks[network]
			require.True(t, known, "%s of %s", network, name)
			require.True(t, outside.Internal || name == "proxy", "%s leads out", name)
		}
		require.True(t, len(s.Ports) == 0 || name == "proxy", "%s can be reached from outside", name)
	}
	for name, secret := range c.Secrets {
		require.Regexp(t, `^\./secrets/`, secret.File, name)
	}
	proxy := deployed(t, "Caddyfile")
	require.Contains(t, proxy, "health_uri /readyz")
	require.Contains(t, proxy, "health_uri /healthz", "with no server ready nobody would be asked")
	require.Equal(t, 2, strings.Count(proxy, "to board-1:8080 board-2:8080"))
}

// TestDockerfile holds the image to one static binary that runs as nobody.
func TestDockerfile(t *testing.T) {
	text := deployed(t, "Dockerfile")
	stages := regexp.MustCompile(`(?m)^FROM (?:--\S+ )*(\S+)`).FindAllStringSubmatchIndex(text, -1)
	require.Len(t, stages, 2)
	for _, s := range stages {
		image := text[s[2]:s[3]]
		if image == "gcr.io/distroless/static-debian13:nonroot" {
			require.Contains(t, text, "The base has no versions, only a digest can pin it", "why %s has none", image)
			continue
		}
		require.Regexp(t, `(:[0-9]+\.[0-9]+\.[0-9]+\S*|@sha256:[0-9a-f]{64})$`, image, "no version")
	}
	build, final := text[stages[0][0]:stages[1][0]], text[stages[1][0]:]
	require.Contains(t, build, "CGO_ENABLED=0 ", "the base has no C library")
	users := regexp.MustCompile(`(?m)^USER (.*)$`).FindAllStringSubmatch(final, -1)
	require.Len(t, users, 1)
	var c compose
	require.NoError(t, yaml.Unmarshal([]byte(deployed(t, "compose.yaml")), &c))
	require.Equal(t, c.Services["board-1"].User, users[0][1])
	require.NotRegexp(t, `(?m)^(ENV|ARG) .*(KEY|PASSWORD|TOKEN|SECRET)`, text, "a secret would stay in the image")
}
