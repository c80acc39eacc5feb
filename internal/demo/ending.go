package demo

import (
	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/request"
)

// outcome is mostly solved: closed is not always that.
func (l *life) outcome() request.Complete {
	if l.duplicates != "" {
		return request.Complete{Outcome: request.Duplicate, Reference: l.duplicates}
	}
	switch pick(l.chance, outcomes) {
	case request.CouldNotBeSolved:
		return request.Complete{Outcome: request.CouldNotBeSolved, Note: domain.Note("条件暂不具备（演示）")}
	case request.NotResponsible:
		return request.Complete{Outcome: request.NotResponsible}
	case request.Referred:
		return request.Complete{Outcome: request.Referred, Reference: l.matter.Authority}
	}
	return request.Complete{Outcome: request.Solved}
}

var outcomes = []share[request.Outcome]{
	{93, request.Solved}, {3, request.CouldNotBeSolved}, {2, request.NotResponsible}, {2, request.Referred},
}

// form is how people are answered, who came in on a channel.
func (l *life) form() request.ReplyForm {
	switch l.channel {
	case request.Phone:
		return request.ByPhone
	case request.Online:
		return request.OnlineReply
	}
	if l.percent(15) {
		return request.Written
	}
	return request.Spoken
}

// conclude gives the outcome and the reply, and asks for a mark.
func (l *life) conclude(late bool, with request.Complete) {
	by := domain.WindowClerk
	if l.matter.List.List == domain.AgentList {
		by = domain.ErrandAgent
	}
	l.do(by, with)
	if l.matter.List.List == domain.ImmediateList {
		l.soon(1, 6)
	} else {
		l.wait(0, 1)
	}
	l.do(by, request.Reply{How: l.form(), Text: domain.Note("办理结果已告知（演示）")})
	if l.percent(45) {
		l.soon(1, 30)
		l.do(domain.WindowClerk, request.Rate{Score: pick(l.chance, marks(late || with.Outcome != request.Solved))})
	}
}

func marks(annoyed bool) []share[int] {
	if annoyed {
		return []share[int]{{8, 1}, {14, 2}, {28, 3}, {32, 4}, {18, 5}}
	}
	return []share[int]{{1, 2}, {4, 3}, {28, 4}, {67, 5}}
}

// afterwards is the return of the originals, a second round for a few, and the
// archive.
func (l *life) afterwards(late bool) {
	l.returnOriginals()
	if l.duplicates == "" && (late && l.percent(8) || l.percent(1)) {
		l.wait(1, 8)
		l.do(domain.SupervisionCommittee, request.Reopen{Reason: domain.Note("申请人反映问题未完全解决（演示）")})
		l.wait(1, min(max(l.limit(), 1), 5))
		l.conclude(false, request.Complete{Outcome: request.Solved})
	}
	if l.percent(70) {
		l.wait(1, 5)
		l.do(domain.WindowClerk, request.File{})
	}
}

// returnOriginals is needed where an agent held any.
func (l *life) returnOriginals() {
	if !l.held {
		return
	}
	l.soon(1, 15)
	l.do(domain.ErrandAgent, request.ReturnOriginals{})
	l.held = false
}
