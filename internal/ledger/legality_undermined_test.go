package ledger_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/decision"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/internal/ledger/ledgertest"
)

// from is the story up to a step, and another history from there.
func (s *story) from(t *testing.T, step string) *story {
	at := s.records[step]
	raw := s.raw()
	c := s.copied(t, raw[:slices.IndexFunc(raw, func(r eventstore.Recorded) bool { return uint64(r.Position) == at.Position })+1])
	c.clock.now = at.RecordedAt
	return c
}

// corrected puts a correction into force, by two, and gives its approval.
func (s *story) corrected(stream string, p domain.ProposeCorrection) string {
	s.t.Helper()
	p.Reason, p.RestsOn, p.Basis = domain.Note("核对"), domain.OnDocument, "会议记录"
	proposes := ledgertest.Open(s.t, s.Ledger, s.actor, "更正员", domain.WholeCounty, domain.RecordsCorrector)
	approves := ledgertest.Open(s.t, s.Ledger, s.actor, "复核员", domain.WholeCounty, domain.RecordsCorrector)
	s.do("correction proposed", proposes, stream, p)
	s.do("correction approved", approves, stream, domain.ApproveCorrection{Proposal: s.records["correction proposed"].Revision})
	return s.ref("correction approved")
}

// ref is the record of a step.
func (s *story) ref(step string) string {
	r := s.records[step]
	return domain.Ref{Stream: r.Stream, Revision: r.Revision}.String()
}

// What is undermined undermines what rests on it, to the end of the chain.
func TestWhatIsUnderminedUndermines(t *testing.T) {
	s := tell2016(t)
	// Of what rests on the lease of the shop by decision, up to the first rent: each
	// record that does, and what comes after it in its stream.
	let := []string{"listed", "bid 1", "bid 2", "bid 3", "bid 4", "opened", "awarded", "lease", "leased", "rent"}
	for name, c := range map[string]struct {
		after string
		// happens gives what undermines.
		happens func(c *story) string
		// fallen are the steps that fall then, and through the chain of each.
		fallen  []string
		through map[string][]string
		rules   map[string]string
	}{
		"an electorate by which the vote was not passed": {
			"rent", func(c *story) string {
				return c.corrected("collective-g1", domain.ProposeCorrection{
					Kind: domain.Clerical, Amend: []domain.Change{{Revision: 1, Set: domain.Clear(domain.Object(`{"households":90}`))}},
				})
			},
			slices.Concat([]string{"let/voted", "let/adopted", "let/disclosed"}, let),
			map[string][]string{
				"let/voted": nil, "let/adopted": {"let/voted"}, "let/disclosed": {"let/voted"},
				"listed": {"let/voted", "let/disclosed"}, "bid 1": {"let/voted", "let/disclosed", "listed"}, "awarded": {"let/voted", "let/disclosed", "listed"},
				"lease":  {"let/voted", "let/disclosed", "listed", "awarded"},
				"leased": {"let/voted", "let/disclosed", "listed", "awarded", "lease"}, "rent": {"let/voted", "let/disclosed", "listed", "awarded", "lease", "leased"},
			},
			map[string]string{"let/voted": "numbers_differ", "let/adopted": "not_voted", "let/disclosed": "not_adopted", "bid 1": "not_listed", "lease": "decision_not_adopted"},
		},
		"an electorate by which it was passed all the same": {
			"rent", func(c *story) string {
				return c.corrected("collective-g1", domain.ProposeCorrection{
					Kind: domain.Clerical, Amend: []domain.Change{{Revision: 1, Set: domain.Clear(domain.Object(`{"adults":201}`))}},
				})
			}, nil, nil, nil,
		},
		"a decision whose vote never took place": {
			"rent", func(c *story) string {
				return c.corrected(c.stream("let/proposed"), domain.ProposeCorrection{
					Kind: domain.Retraction, Void: []int64{2, 3, 4},
				})
			},
			let, map[string][]string{"listed": nil, "bid 2": {"listed"}, "lease": {"listed", "awarded"}, "leased": {"listed", "awarded", "lease"}},
			map[string]string{"listed": "decision_not_adopted", "lease": "decision_not_adopted"},
		},
		"an entry of what was not decided, and entries after it": {
			"repair owed", func(c *story) string {
				overturned("works/proposed", "2016-10-11")(c)
				history, err := c.History(t.Context(), c.stream("works/proposed"))
				require.NoError(t, err)
				c.records["overturned"] = history[len(history)-1]
				return c.ref("overturned")
			},
			[]string{"works listed", "works bid 1", "works bid 2", "works opened", "works awarded", "works signed", "works paid"},
			map[string][]string{"works listed": nil, "works signed": {"works listed", "works awarded"}, "works paid": nil}, nil,
		},
		"an objection that was recorded late": {
			"rent", func(c *story) string {
				at := c.records["let/disclosed"].OccurredAt.AddDate(0, 0, 1)
				for i, command := range []any{
					decision.RaiseObjection{Text: domain.Note("反对")},
					decision.AnswerObjection{Number: 1, Upheld: true, Text: domain.Note("成立")},
				} {
					receipt, err := c.Do(t.Context(), ledger.Request{
						Actor: c.recorder, ID: c.ids["let/proposed"], OccurredAt: at.Add(time.Duration(i) * time.Hour), Command: command,
					})
					require.NoError(t, err)
					c.records["overturned"] = receipt.Events[0]
				}
				return c.ref("overturned")
			},
			let, map[string][]string{"listed": nil, "leased": {"listed", "awarded", "lease"}, "rent": {"listed", "awarded", "lease", "leased"}},
			map[string]string{"listed": "decision_void"},
		},
		"an objection that was not upheld": {
			"rent", func(c *story) string {
				at := c.records["let/disclosed"].OccurredAt.AddDate(0, 0, 1)
				for _, command := range []any{
					decision.RaiseObjection{Text: domain.Note("反对")},
					decision.AnswerObjection{Number: 1, Text: domain.Note("不成立")},
				} {
					at = at.Add(time.Hour)
					_, err := c.Do(t.Context(), ledger.Request{Actor: c.recorder, ID: c.ids["let/proposed"], OccurredAt: at, Command: command})
					require.NoError(t, err)
				}
				return ""
			}, nil, nil, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			k := s.from(t, c.after)
			by := c.happens(k)
			found, judged, err := findings(k.Ledger, "")
			require.NoError(t, err)
			require.Zero(t, judged.Unlawful)
			var fallen, want []string
			for _, f := range found {
				require.Equal(t, ledger.Undermined, f.List)
				require.Equal(t, by, f.Correction)
				fallen = append(fallen, domain.Ref{Stream: f.Stream, Revision: f.Revision}.String())
			}
			for _, step := range c.fallen {
				want = append(want, k.ref(step))
			}
			require.Equal(t, want, fallen)
			require.Equal(t, len(want), judged.Undermined)
			for i, step := range c.fallen {
				if through, say := c.through[step]; say {
					var chain []string
					for _, t := range through {
						chain = append(chain, k.ref(t))
					}
					require.Equal(t, chain, found[i].With, step)
				}
				if rule := c.rules[step]; rule != "" {
					require.Equal(t, rule, found[i].Rule, step)
				}
				alone, _, err := findings(k.Ledger, found[i].Stream)
				require.NoError(t, err)
				require.Contains(t, alone, found[i], "the stream judged by itself")
			}
		})
	}
}
