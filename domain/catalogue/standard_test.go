package catalogue_test

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/community"
)

// Every line that people read exists in both languages, names only fields that its
// event has, and leaves out those that may be absent.
func TestWordings(t *testing.T) {
	placeholder := regexp.MustCompile(`\{([^}]*)\}`)
	optional := regexp.MustCompile(`\[[^][]*\]`)
	chinese := regexp.MustCompile(`\p{Han}`)
	for _, spec := range catalogue.Standard.Events() {
		name := spec.Prototype.EventType()
		if spec.Upcast != nil {
			continue
		}
		fields, always := map[string]bool{}, map[string]bool{}
		for _, f := range catalogue.Standard.Fields(spec.Prototype) {
			fields[f.Name], always[f.Name] = true, !f.Optional
		}
		require.NotEmpty(t, spec.English, name)
		require.Regexp(t, chinese, spec.Chinese, name)
		for _, line := range []string{spec.English, spec.Chinese} {
			for _, m := range placeholder.FindAllStringSubmatch(line, -1) {
				require.True(t, fields[m[1]], "%s: {%s} is no field", name, m[1])
			}
			for _, m := range placeholder.FindAllStringSubmatch(optional.ReplaceAllString(line, ""), -1) {
				require.True(t, always[m[1]], "%s: {%s} may be absent: put it in brackets", name, m[1])
			}
		}
	}
	for _, c := range catalogue.Standard.Commands() {
		require.NotEmpty(t, c.English, c.Name)
		require.Regexp(t, chinese, c.Chinese, c.Name)
	}
}

// What is absent leaves nothing behind in a line.
func TestOptionalParts(t *testing.T) {
	since, until := domain.NewDate(2016, 3, 16), domain.NewDate(2019, 3, 15)
	for _, c := range []struct {
		event            domain.Event
		english, chinese string
	}{
		{
			community.OfficialAppointed{Name: "张卫东", Post: community.BranchSecretary, From: since},
			"Appointed: 张卫东, branch secretary, from 2016-03-16", "任职：张卫东，党支部书记，自2016-03-16起",
		},
		{
			community.OfficialAppointed{Name: "胡秀英", Post: community.CommitteeMember, Seat: 1, From: since, Until: until},
			"Appointed: 胡秀英, member of the villagers' committee, seat 1, from 2016-03-16 to 2019-03-15", "任职：胡秀英，村委会委员，席位1，自2016-03-16起，至2019-03-15",
		},
		{
			community.ElectorateRecorded{AsOf: since, Households: 300, Document: "户籍册"},
			"May vote as of 2016-03-16 (户籍册); households: 300", "截至2016-03-16表决人数（户籍册），300户",
		},
	} {
		r := domain.Recorded{Fact: domain.Fact{Event: c.event}}
		require.Equal(t, c.english, catalogue.Standard.Sentence(r, catalogue.Reading{Lang: domain.English}))
		require.Equal(t, c.chinese, catalogue.Standard.Sentence(r, catalogue.Reading{Lang: domain.Chinese}))
	}
}

// Chinese has marks of its own. A half-width one beside a Han character is one
// that was typed with the wrong keyboard.
func TestChineseMarks(t *testing.T) {
	halfWidth := regexp.MustCompile(`[\p{Han}}][,:;?!()]|[,:;?!()][\p{Han}{]`)
	check := func(where, text string) {
		require.False(t, halfWidth.MatchString(text), "%s: %s", where, text)
	}
	var checkFields func(where string, fields []catalogue.Field)
	checkFields = func(where string, fields []catalogue.Field) {
		for _, f := range fields {
			check(where+"."+f.Name, f.Chinese)
			for _, code := range f.Codes {
				check(where+"."+f.Name+"="+code.Code, code.Chinese)
			}
			checkFields(where+"."+f.Name, f.Fields)
		}
	}
	for _, spec := range catalogue.Standard.Events() {
		name := spec.Prototype.EventType()
		check(name, spec.Chinese)
		checkFields(name, catalogue.Standard.Fields(spec.Prototype))
	}
	for _, c := range catalogue.Standard.Commands() {
		check(c.Name, c.Chinese)
		checkFields(c.Name, catalogue.Standard.Fields(c.Prototype))
	}
}

// A role that no list has cannot be granted.
func TestCommandsNameKnownRoles(t *testing.T) {
	known := map[string]bool{}
	for _, c := range domain.Role("").Codes() {
		known[c.Code] = true
	}
	for _, c := range catalogue.Standard.Commands() {
		for _, p := range c.Permits {
			require.True(t, known[string(p.Role)], "%s: role %s", c.Name, p.Role)
			_, level := domain.LevelOf(string(p.Level) + "-x")
			require.True(t, level, "%s: level %s", c.Name, p.Level)
		}
	}
}

func FuzzDecodeEvent(f *testing.F) {
	for _, spec := range catalogue.Standard.Events() {
		data, err := catalogue.Standard.Reencode(sample(spec.Prototype))
		require.NoError(f, err)
		f.Add(spec.Prototype.EventType(), data)
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		e, err := catalogue.Standard.Decode(name, data)
		if err != nil {
			return
		}
		// What decodes encodes, and reads as the same event again.
		again, err := catalogue.Standard.Reencode(e)
		require.NoError(t, err)
		twice, err := catalogue.Standard.Decode(e.EventType(), again)
		require.NoError(t, err)
		require.Equal(t, e, twice)
	})
}

func FuzzDecodeCommand(f *testing.F) {
	for _, c := range catalogue.Standard.Commands() {
		f.Add(c.Name, []byte(`{}`))
	}
	f.Add("request.rate", []byte(`{"score":5}`))
	f.Add("account.open", []byte(`{"name":"窗口"}`))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		spec, command, err := catalogue.Standard.DecodeCommand(name, data)
		if err != nil {
			require.NotEmpty(t, domain.CodeOf(err), "a command that is no command is refused with a code: %v", err)
			return
		}
		require.NoError(t, catalogue.Standard.CheckCommand(spec, command))
	})
}
