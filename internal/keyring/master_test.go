package keyring_test

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sunledger/sunledger/internal/keyring"
)

const secretText = "0123456789abcdef0123456789abcdef"

func noEnv(string) string { return "" }

func writeFile(t *testing.T, mode fs.FileMode, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "master.key")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestMasterKeyForms(t *testing.T) {
	b64, raw64, hx := base64.StdEncoding.EncodeToString([]byte(secretText)), base64.RawStdEncoding.EncodeToString([]byte(secretText)), hex.EncodeToString([]byte(secretText))
	f := newFolder(t)
	var err error
	if f.master, err = keyring.LoadMasterKey(writeFile(t, 0o600, b64+"\n"), noEnv); err != nil {
		t.Fatal(err)
	}
	f.create(t)
	for _, text := range []string{b64, raw64, hx, strings.ToUpper(hx) + "\r\n"} {
		if f.master, err = keyring.LoadMasterKey(writeFile(t, 0o400, text), noEnv); err != nil {
			t.Fatalf("%q in a file: %v", text, err)
		}
		f.open(t)
		getenv := func(name string) string {
			if name != "SUNLEDGER_MASTER_KEY" {
				t.Errorf("asked for $%s", name)
			}
			return text
		}
		if f.master, err = keyring.LoadMasterKey("missing", getenv); err != nil {
			t.Fatalf("%q in the environment: %v", text, err)
		}
		f.open(t)
	}
}

func TestMasterKeyRefused(t *testing.T) {
	hx := hex.EncodeToString([]byte(secretText))
	for _, text := range []string{"", "\n", "short", hx[:63], hx + "00", "!" + hx[1:], secretText} {
		if _, err := keyring.LoadMasterKey(writeFile(t, 0o600, text), noEnv); err == nil {
			t.Errorf("%q passes for a key", text)
		} else if len(text) > 9 && strings.Contains(err.Error(), text[1:9]) {
			t.Errorf("the error shows the key: %v", err)
		}
	}
	if _, err := keyring.LoadMasterKey("", noEnv); !errors.Is(err, keyring.ErrNoMasterKey) {
		t.Errorf("neither file nor environment: %v", err)
	}
	if _, err := keyring.LoadMasterKey(filepath.Join(t.TempDir(), "none"), noEnv); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no such file: %v", err)
	}
}

func TestExposedMasterKey(t *testing.T) {
	for _, mode := range []fs.FileMode{0o640, 0o604, 0o644, 0o660, 0o620} {
		path := writeFile(t, mode, hex.EncodeToString([]byte(secretText)))
		_, err := keyring.LoadMasterKey(path, noEnv)
		if e, ok := errors.AsType[*keyring.ExposedFileError](err); !ok || e.Mode.Perm() != mode {
			t.Errorf("mode %o: %v", mode, err)
			continue
		}
		for _, part := range []string{path, fmt.Sprintf("%04o", mode), "chmod 600 " + path} {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%v: does not say %q", err, part)
			}
		}
	}
}

func TestCreateMasterKey(t *testing.T) {
	f := newFolder(t)
	path := filepath.Join(filepath.Dir(f.path), "master.key")
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatal(info, err)
	}
	before, _ := os.ReadFile(path)
	if _, err := keyring.CreateMasterKey(path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a file: %v", err)
	}
	if after, _ := os.ReadFile(path); string(after) != string(before) {
		t.Error("it wrote over the file")
	}
	f.create(t)
	if f.master, err = keyring.LoadMasterKey(path, noEnv); err != nil {
		t.Fatal(err)
	}
	f.open(t)
}

func TestMasterKeyNeverPrints(t *testing.T) {
	master, err := keyring.LoadMasterKey("", func(string) string { return hex.EncodeToString([]byte(secretText)) })
	if err != nil {
		t.Fatal(err)
	}
	type config struct{ master keyring.MasterKey }
	var shown strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%X", "%q", "%d"} {
		fmt.Fprintf(&shown, verb+verb+verb, master, &master, config{master})
	}
	//lint:ignore SA9005 that nothing of it is encoded is what is tested
	text, _ := json.Marshal(master)
	shown.Write(text)
	for _, secret := range []string{secretText[:4], hex.EncodeToString([]byte(secretText[:4])), "48 49 50", "0x30, 0x31"} {
		if strings.Contains(strings.ToLower(shown.String()), secret) {
			t.Errorf("%q shows in %s", secret, shown.String())
		}
	}
}
