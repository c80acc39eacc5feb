package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/pebble"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"sunledger": main})
}

// TestScripts runs testdata/script, TestHledger the script of it that needs another
// program, TestAsPeopleHaveIt those that are long, and TestScriptsOnAServer some on a
// node. Each script is an example too, so what it needs beyond the program itself is
// kept to a few commands:
//
//	fails CODE COMMAND...      the command ends with this exit code
//	capture NAME REGEXP        what the group of REGEXP matches in the last standard output becomes $NAME
//	furnished                  a ledger in ./sunledger-data with a town, a community and the matter B07; its operator is signed in
//	holder NAME ROLE PLACE     opens an account of the name that holds the role from 2016 on; $NAME becomes its token
//	decided NAME KIND DAY FLAGS...  $NAME becomes a household decision that was carried, on one day, and disclosed
//	interrupt FILE TEXT CMD... interrupts the command once it has written TEXT; it must end well; FILE gets its output
//	hold CMD...                leaves the command running, once it has written a line, to the end of the script
//	serving NAME CMD...        like hold, for a server: $NAME becomes the last address in its first line
//	nodeledger NAME URL USER [SETTINGS]  $NAME becomes the address of the ledger at a node's URL for USER:PASSWORD
//	copymark FILE SOURCE LEDGER  FILE says that a copy from SOURCE to LEDGER is under way
//	fetch URL                  what is at the address becomes the file fetched
//	write FILE TEXT            writes one line
//	mode OCTAL PATH            the file or folder has these permissions
//	repeated STREAM            the last event of a stream of the ledger in ./sunledger-data is written once more, past the program
//	flip DIR                   turns one bit in the middle of the largest file of tables below DIR
func TestScripts(t *testing.T) {
	all, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	runScripts(t, slices.DeleteFunc(all, func(path string) bool {
		return slices.Contains(receiptScripts, path) || path == hledgerScript || path == storyScript || slices.Contains(onAServerAlone, path)
	})...)
}

const (
	hledgerScript = "testdata/script/hledger.txtar"
	storyScript   = "testdata/script/story.txtar"
)

// TestHledger runs the script that needs the program of that name. Where it is
// missing it is skipped aloud, and fails where $SUNLEDGER_REQUIRE_HLEDGER says that
// it has to be there.
func TestHledger(t *testing.T) {
	if _, err := exec.LookPath("hledger"); err != nil {
		missing := t.Skipf
		if os.Getenv("SUNLEDGER_REQUIRE_HLEDGER") != "" {
			missing = t.Fatalf
		}
		missing("this test needs hledger: apt-get install hledger")
	}
	runScripts(t, hledgerScript)
}

// TestAsPeopleHaveIt runs scripts with the program as people have it, and not with
// the one that is tested: with the race detector, which the other scripts have, so
// many commands, one after another, and so long a log take minutes.
func TestAsPeopleHaveIt(t *testing.T) {
	dir := t.TempDir()
	if out, err := exec.Command("go", "build", "-o", dir, ".").CombinedOutput(); err != nil {
		t.Fatalf("build the program: %v\n%s", err, out)
	}
	built := func(e *testscript.Env) error {
		e.Setenv("PATH", dir+string(filepath.ListSeparator)+e.Getenv("PATH"))
		return nil
	}
	t.Run("story", func(t *testing.T) { runScriptsWith(t, built, storyScript) })
	t.Run("receipt", func(t *testing.T) {
		if _, err := os.Stat(receipt); err != nil {
			lacking := t.Skipf
			if os.Getenv("CI") == "true" {
				lacking = t.Fatalf // what is never run is never noticed
			}
			lacking("NOT TESTED AGAINST THE REAL LOG: %s is not there; download receipt.xes.gz (doi:10.4121/uuid:a07386a5-7be3-4367-9535-70bc9e77dbe6) and put it there", receipt)
		}
		runScriptsWith(t, built, receiptScripts...)
	})
}

// serverScripts hold on a ledger whose log is on a server, too, word for word.
var serverScripts = []string{"accounts", "corrections", "events", "personal", "repeat", "request", "views"}

// onAServerAlone are those of them that take so long that they are not run on files
// as well: the node keeps its log as such a ledger does, and other scripts correct,
// and give roles, on files.
var onAServerAlone = []string{"testdata/script/accounts.txtar", "testdata/script/corrections.txtar"}

// TestScriptsOnAServer runs scripts with their ledger's log on a node.
func TestScriptsOnAServer(t *testing.T) {
	var files []string
	for _, name := range serverScripts {
		files = append(files, "testdata/script/"+name+".txtar")
	}
	runScriptsWith(t, func(e *testscript.Env) error {
		address, end, err := startNode(filepath.Join(e.WorkDir, "log-of-the-server"))
		if err != nil {
			return err
		}
		e.Defer(func() {
			if err := end(); err != nil {
				t.Error(err)
			}
		})
		e.Setenv("SUNLEDGER_LEDGER", address)
		e.Setenv("SUNLEDGER_FOLDER", "sunledger-data")
		return nil
	}, files...)
}

const receipt = "../../../shared/data/receipt.xes.gz"

// receiptScripts need the real log, which is not part of the repository.
var receiptScripts = []string{"testdata/script/receipt.txtar", "testdata/script/receiptserver.txtar"}

func runScripts(t *testing.T, files ...string) {
	runScriptsWith(t, func(*testscript.Env) error { return nil }, files...)
}

func runScriptsWith(t *testing.T, setup func(*testscript.Env) error, files ...string) {
	path, err := filepath.Abs(receipt)
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Files: files,
		Setup: func(e *testscript.Env) error {
			e.Setenv("RECEIPT", path)
			// With the race detector a command waits a second before it ends,
			// for races that are seen late, unless it is told otherwise.
			e.Setenv("GORACE", strings.TrimSpace("atexit_sleep_ms=20 "+os.Getenv("GORACE")))
			return setup(e)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"fails":      fails,
			"capture":    capture,
			"furnished":  furnished,
			"holder":     holder,
			"decided":    decided,
			"interrupt":  interrupt,
			"hold":       hold,
			"serving":    servingAt,
			"fetch":      fetch,
			"nodeledger": nodeLedger,
			"copymark":   copyMark,
			"repeated":   repeated,
			"flip":       flip,
			"write":      write,
			"mode":       mode,
		},
	})
}

func fails(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != want {
		ts.Fatalf("exit %d was expected, and it ended with %v", want, err)
	}
}

func capture(ts *testscript.TestScript, _ bool, args []string) {
	ts.Setenv(args[0], matched(ts, ts.ReadFile("stdout"), args[1]))
}

func furnished(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Setenv(tokenVariable, "")
	for _, line := range []string{
		"init --json --name 诸城市 --name-english Zhucheng --code 370782",
		"town register --id zhigou --name 枳沟镇 --name-english Zhigou",
		"community register --id qiaozhuang --town town-zhigou --name 乔庄社区 --name-english Qiaozhuang",
		"matter list --code B07 --from 2016-01-01 --list agent --title 养老保险卡 --papers 身份证 --papers 户口簿 --basis 鲁政发〔2013〕13号 --limit-days 5 --authority 人社局",
	} {
		if out := carriedOut(ts, line); ts.Getenv(tokenVariable) == "" {
			ts.Setenv(tokenVariable, matched(ts, out, `"token": "([^"]+)"`))
		}
	}
}

// holder opens an account that holds a role in a place from 2016 on.
func holder(ts *testscript.TestScript, _ bool, args []string) {
	name, role, place := args[0], args[1], args[2]
	account := matched(ts, carriedOut(ts, "account open --name "+name), `(account-[0-9a-f-]+)@0`)
	carriedOut(ts, "account grant "+account+" --roles "+role+" --place "+place+" --from 2016-01-01")
	ts.Setenv(name, matched(ts, carriedOut(ts, "account token "+account), `(slt_\S+)`))
}

// decided takes a household decision from the proposal to its disclosure: all six
// households are in favour.
func decided(ts *testscript.TestScript, _ bool, args []string) {
	name, kind, day := args[0], args[1], args[2]
	at := " --at " + day
	decision := matched(ts, carriedOut(ts, "decision propose --title 民事户决 --source villagers --kind "+kind+at, args[3:]...), `(decision-[0-9a-f-]+)@0`)
	carriedOut(ts, "decision discuss-by-councils "+decision+" --party-expected 3 --party-present 3 --party-in-favour 3 --villagers-expected 5 --villagers-present 5 --villagers-in-favour 5"+at)
	carriedOut(ts, "decision vote "+decision+" --method meeting --issued 6 --returned 6 --in-favour 6"+at, "--attach", "minutes="+ts.MkAbs("minutes.txt"), "--attach", "sign-in-sheet="+ts.MkAbs("sign-in.txt"))
	carriedOut(ts, "decision conclude "+decision+at)
	carriedOut(ts, "decision disclose "+decision+" --where 村务公开栏"+at)
	ts.Setenv(name, decision)
}

// carriedOut is the answer to a command that has to succeed. It runs within the
// test, which takes a fraction of the time of a process of its own.
func carriedOut(ts *testscript.TestScript, line string, more ...string) string {
	args := append(strings.Fields(line), more...)
	where := []string{"--ledger", ts.MkAbs("sunledger-data")}
	if server := ts.Getenv("SUNLEDGER_LEDGER"); server != "" {
		where = []string{"--ledger", server, "--folder", ts.MkAbs("sunledger-data")}
	}
	var out, failed strings.Builder
	getenv := func(name string) string {
		if name == tokenVariable {
			return ts.Getenv(name)
		}
		return ""
	}
	if code := run(context.Background(), append(where, args...), strings.NewReader(""), &out, &failed, getenv); code != 0 {
		ts.Fatalf("%s: %s", strings.Join(args, " "), failed.String())
	}
	return out.String()
}

func matched(ts *testscript.TestScript, text, expression string) string {
	m := regexp.MustCompile(expression).FindStringSubmatch(text)
	if m == nil {
		ts.Fatalf("no match for %s in %s", expression, text)
	}
	return m[1]
}

// start runs a command of the script with its output in a pipe.
func start(ts *testscript.TestScript, args []string) (*exec.Cmd, *bufio.Reader) {
	path := args[0]
	for _, dir := range filepath.SplitList(ts.Getenv("PATH")) {
		if found := filepath.Join(dir, args[0]); !filepath.IsAbs(path) {
			if _, err := os.Stat(found); err == nil {
				path = found
			}
		}
	}
	c := exec.Command(path, args[1:]...)
	c.Dir = ts.MkAbs(".")
	c.Env = []string{"PATH=" + ts.Getenv("PATH"), "HOME=" + ts.Getenv("HOME"), "GORACE=" + ts.Getenv("GORACE"),
		"SUNLEDGER_LEDGER=" + ts.Getenv("SUNLEDGER_LEDGER"), "SUNLEDGER_FOLDER=" + ts.Getenv("SUNLEDGER_FOLDER"), writerVariable + "=" + ts.Getenv(writerVariable), readerVariable + "=" + ts.Getenv(readerVariable), tokenVariable + "=" + ts.Getenv(tokenVariable)}
	told, err := os.CreateTemp(ts.MkAbs("."), "stderr-*")
	ts.Check(err)
	c.Stderr = told
	out, err := c.StdoutPipe()
	ts.Check(err)
	ts.Check(c.Start())
	ts.Defer(func() {
		_ = c.Process.Kill()
		_ = c.Wait()
		_ = told.Close()
	})
	return c, bufio.NewReader(out)
}

func interrupt(ts *testscript.TestScript, _ bool, args []string) {
	c, out := start(ts, args[2:])
	var text strings.Builder
	for !strings.Contains(text.String(), args[1]) {
		line, err := out.ReadString('\n')
		text.WriteString(line)
		if err != nil {
			ts.Fatalf("it ended (%v) before it wrote %q:\n%s", err, args[1], text.String())
		}
	}
	ts.Check(c.Process.Signal(os.Interrupt))
	rest, err := io.ReadAll(out)
	ts.Check(err)
	text.Write(rest)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text.String()), 0o600))
	if err := c.Wait(); err != nil {
		ts.Fatalf("interrupted, it ended with %v", err)
	}
}

func hold(ts *testscript.TestScript, _ bool, args []string) {
	_, out := start(ts, args)
	_, err := out.ReadString('\n')
	ts.Check(err)
}

func servingAt(ts *testscript.TestScript, _ bool, args []string) {
	_, out := start(ts, args[1:])
	line, err := out.ReadString('\n')
	ts.Check(err)
	addresses := regexp.MustCompile(`[a-z]+://\S+`).FindAllString(line, -1)
	if len(addresses) == 0 {
		ts.Fatalf("its first line has no address: %q", line)
	}
	ts.Setenv(args[0], addresses[len(addresses)-1])
}

func nodeLedger(ts *testscript.TestScript, _ bool, args []string) {
	settings := "tls=false"
	if len(args) > 3 {
		settings = args[3]
	}
	at, _, _ := strings.Cut(args[1], "?")
	ts.Setenv(args[0], strings.Replace(at, "://", "://"+args[2]+"@", 1)+"?"+settings+"&maxDiscoverAttempts=3")
}

func copyMark(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(args[1]+"\n"+address{server: args[2]}.host()+"\n"), 0o600))
}

func fetch(ts *testscript.TestScript, _ bool, args []string) {
	response, err := http.Get(args[0])
	ts.Check(err)
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		ts.Fatalf("%s: %s", args[0], response.Status)
	}
	body, err := io.ReadAll(response.Body)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs("fetched"), body, 0o600))
}

func write(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(args[1]+"\n"), 0o600))
}

func mode(ts *testscript.TestScript, _ bool, args []string) {
	info, err := os.Stat(ts.MkAbs(args[1]))
	ts.Check(err)
	if got := strconv.FormatUint(uint64(info.Mode().Perm()), 8); got != args[0] {
		ts.Fatalf("%s has mode %s", args[1], got)
	}
}

func repeated(ts *testscript.TestScript, _ bool, args []string) {
	store, err := pebble.Open(ts.MkAbs(address{dir: "sunledger-data"}.log()))
	ts.Check(err)
	var last eventstore.Recorded
	for r, err := range store.ReadStream(context.Background(), args[0], 0) {
		ts.Check(err)
		last = r
	}
	again := last.Event
	again.ID = uuid.New()
	_, err = store.Append(context.Background(), args[0], last.Revision, again)
	ts.Check(errors.Join(err, store.Close()))
}

func flip(ts *testscript.TestScript, _ bool, args []string) {
	var largest string
	var size int64
	ts.Check(filepath.WalkDir(ts.MkAbs(args[0]), func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".sst" {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Size() > size {
			largest, size = path, info.Size()
		}
		return err
	}))
	if largest == "" {
		ts.Fatalf("there is no file of tables below %s", args[0])
	}
	data, err := os.ReadFile(largest)
	ts.Check(err)
	data[size/4] ^= 1
	ts.Check(os.WriteFile(largest, data, 0o600))
}
