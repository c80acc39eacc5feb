// Package imports is where a foreign history came from: one stream for each
// source, named by its digest, so that the same source is imported once.
package imports

import (
	"strings"

	"github.com/sunledger/sunledger/domain"
)

// Opened begins an import.
type Opened struct {
	Format  string  `json:"format" audience:"public" en:"format of the source" zh:"来源格式"`
	Name    string  `json:"name,omitzero" audience:"public" en:"what the source calls itself" zh:"来源名称"`
	Cases   int     `json:"cases" audience:"public" en:"cases in the source" zh:"办件数"`
	Steps   int     `json:"steps" audience:"public" en:"steps in the source" zh:"步骤数"`
	Mapping Mapping `json:"mapping" audience:"public" en:"what the foreign attributes were taken to mean" zh:"字段对应关系"`
	// Header is all of the source that is not a case: for XES, the document
	// without its traces.
	Header domain.Text `json:"header" audience:"restricted" en:"everything but the cases, as it came" zh:"来源头部原文"`
}

// Completed says that every case of the source is in the ledger.
type Completed struct {
	Cases int `json:"cases" audience:"public" en:"cases imported" zh:"办件数"`
	Steps int `json:"steps" audience:"public" en:"steps imported" zh:"步骤数"`
}

// EventType is import.opened.
func (Opened) EventType() string { return "import.opened" }

// EventType is import.completed.
func (Completed) EventType() string { return "import.completed" }

// Mapping says which foreign attributes mean what, by their keys. An empty key
// means that the source has no such thing. What is not mapped is kept, sealed.
type Mapping struct {
	Name string      `json:"name" audience:"public" en:"name of the mapping" zh:"名称"`
	Case CaseMapping `json:"case" audience:"public" en:"attributes of a case" zh:"办件字段"`
	Step StepMapping `json:"step" audience:"public" en:"attributes of a step" zh:"步骤字段"`
}

// CaseMapping maps the attributes of a case.
type CaseMapping struct {
	Channel    string `json:"channel,omitzero" audience:"public" en:"how it came in" zh:"渠道"`
	StartedAt  string `json:"startedAt,omitzero" audience:"public" en:"when it began" zh:"开始时间"`
	Due        string `json:"due,omitzero" audience:"public" en:"when it is due" zh:"期限"`
	PlannedEnd string `json:"plannedEnd,omitzero" audience:"public" en:"when it was planned to end" zh:"计划结束时间"`
	EndedAt    string `json:"endedAt,omitzero" audience:"public" en:"when it ended" zh:"结束时间"`
	// Public lists further attributes that everybody may read.
	Public []string `json:"public,omitempty" audience:"public" en:"further public attributes" zh:"其他公开字段"`
}

// StepMapping maps the attributes of a step.
type StepMapping struct {
	Name string `json:"name" audience:"public" en:"what was done" zh:"步骤名称"`
	At   string `json:"at,omitzero" audience:"public" en:"when" zh:"时间"`
	// Public lists further attributes that everybody may read.
	Public []string `json:"public,omitempty" audience:"public" en:"further public attributes" zh:"其他公开字段"`
}

// Import is the state of one import.
type Import struct {
	Opened
	Completed bool
}

// Evolve is the import after a fact.
func (i Import) Evolve(f domain.Fact) (Import, error) {
	opened := i.Format != ""
	switch e := f.Event.(type) {
	case Opened:
		if opened {
			return i, domain.Reject("import_already_open", "this source was imported already: nothing is to be done", "该来源已导入：无需重复导入")
		}
		i.Opened = e
		i.Header = domain.Text{} // large, and read from the log when it is wanted
	case Completed:
		if !opened || i.Completed {
			return i, domain.Reject("import_not_open", "the import is not under way: open it first", "导入未在进行：请先开始导入")
		}
		i.Completed = true
	default:
		return i, domain.Unknown(f.Event)
	}
	return i, nil
}

// Judge says that an import is complete when all its cases are in.
func (i Import) Judge(e domain.Event, _ domain.Act) error {
	if c, ok := e.(Completed); ok && (c.Cases != i.Cases || c.Steps != i.Steps) {
		return domain.Reject("import_incomplete",
			"the cases and steps of the source (%d, %d) are not those that were imported (%d, %d): import it again to add what is missing",
			"来源有 %d 件办件、%d 个步骤，仅导入 %d 件、%d 个：请重新导入以补齐",
			i.Cases, i.Steps, c.Cases, c.Steps)
	}
	return nil
}

// Open begins an import.
type Open struct {
	Digest  string      `json:"digest" en:"SHA-256 of the source, uncompressed, in hexadecimal" zh:"来源的 SHA-256"`
	Format  string      `json:"format" en:"format of the source, such as xes" zh:"来源格式"`
	Name    string      `json:"name,omitzero" en:"what the source calls itself" zh:"来源名称"`
	Cases   int         `json:"cases" en:"cases in the source" zh:"办件数"`
	Steps   int         `json:"steps" en:"steps in the source" zh:"步骤数"`
	Mapping Mapping     `json:"mapping" en:"what the foreign attributes mean" zh:"字段对应关系"`
	Header  domain.Text `json:"header" max:"655360" en:"everything but the cases, as it came" zh:"来源头部原文"`
}

// CommandType is import.open.
func (Open) CommandType() string { return "import.open" }

// StreamID is the digest of the source.
func (c Open) StreamID() string { return c.Digest }

// Decide checks the digest and the counts.
func (c Open) Decide(Import, domain.Act) ([]domain.Event, error) {
	if len(c.Digest) != 64 || strings.Trim(c.Digest, "0123456789abcdef") != "" {
		return nil, domain.Reject("not_a_digest", "%q is not a SHA-256: give 64 hexadecimal digits of the source", "%q 不是 SHA-256：请填写 64 位十六进制数", c.Digest)
	}
	if c.Cases < 0 || c.Steps < 0 || c.Format == "" {
		return nil, domain.Reject("source_incomplete", "an import names its format and counts its cases and steps", "导入须写明格式、办件数和步骤数")
	}
	return []domain.Event{Opened{c.Format, c.Name, c.Cases, c.Steps, c.Mapping, c.Header}}, nil
}

// Complete ends an import.
type Complete struct {
	Cases int `json:"cases" en:"cases imported" zh:"办件数"`
	Steps int `json:"steps" en:"steps imported" zh:"步骤数"`
}

// CommandType is import.complete.
func (Complete) CommandType() string { return "import.complete" }

// Decide says that every case is in.
func (c Complete) Decide(Import, domain.Act) ([]domain.Event, error) {
	return []domain.Event{Completed(c)}, nil
}
