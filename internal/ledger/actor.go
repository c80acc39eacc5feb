package ledger

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
)

// Actor is an account that has proved itself. Only this package makes one, so
// that who acts never comes from a request; the zero Actor is nobody. The role
// is no part of it: each command is carried out in the role that permits it.
type Actor struct {
	account string
	// password is the hash of the password that was given, of one who signed in
	// with it: when it is another the session has ended.
	password string
}

// Account is the id of the account, or "" for nobody.
func (a Actor) Account() string { return a.account }

// IsZero reports whether it is nobody.
func (a Actor) IsZero() bool { return a.account == "" }

// Program is a part of the software that records under an account of its own.
type Program string

// ImportProgram brings in cases that were handled elsewhere.
const ImportProgram Program = "import"

// programs are the accounts of programs: how they are called, and what each may
// do, for the whole county.
var programs = map[Program]struct {
	open account.Open
	role domain.Role
}{
	ImportProgram: {account.Open{Name: "导入程序", NameEnglish: "Import program"}, domain.ImportProgram},
}

// Program is the actor that a program records as. Its account is opened and
// given its role the first time, which the one who runs it must be permitted to
// do; later it is run by whoever holds the role of the program, or is a system
// operator of the whole county.
func (l *Ledger) Program(ctx context.Context, by Actor, p Program) (Actor, error) {
	id, err := l.Identity(ctx)
	if err != nil {
		return Actor{}, err
	}
	spec := programs[p]
	if err := l.May(ctx, by, []domain.Permit{spec.role.At(domain.CountyLevel), domain.SystemOperator.At(domain.CountyLevel)}, domain.WholeCounty); err != nil {
		return Actor{}, err
	}
	actor := Actor{account: uuid.NewSHA1(id.Ledger, []byte("program/"+string(p))).String()}
	standing, err := l.Standing(ctx, actor.account)
	if err != nil && domain.CodeOf(err) != "account_unknown" {
		return Actor{}, err
	}
	if err != nil {
		if _, err := l.Do(ctx, Request{Actor: by, Command: spec.open, Key: "program/" + string(p), opens: actor.account}); err != nil {
			return Actor{}, err
		}
	}
	if !slices.ContainsFunc(standing.Grants, func(g domain.Grant) bool { return g.Role == spec.role }) {
		_, err := l.Do(ctx, Request{
			Actor: by, ID: actor.account, Key: "program/" + string(p) + "/grant",
			Command: account.Grant{Roles: []domain.Role{spec.role}, Place: domain.WholeCounty},
		})
		if err != nil {
			return Actor{}, err
		}
	}
	return actor, nil
}

// Founder is the account that began a demonstration, for the program that makes
// it up. In any other ledger it signs in like everybody else.
func (l *Ledger) Founder(ctx context.Context) (Actor, error) {
	id, err := l.Identity(ctx)
	if err == nil && !id.Demonstration {
		err = notADemonstration
	}
	if err != nil {
		return Actor{}, err
	}
	return Actor{account: id.Founder}, nil
}

var notADemonstration = domain.Reject("not_a_demonstration",
	"only in a demonstration does one account act as another: sign in under the account",
	"只有演示账本可以代其他账户操作：请以该账户登录")

// Play is the actor of any account of a demonstration, for who runs it. In any
// other ledger nobody acts as another.
func (l *Ledger) Play(ctx context.Context, by Actor, id string) (Actor, error) {
	identity, err := l.Identity(ctx)
	if err != nil {
		return Actor{}, err
	}
	if !identity.Demonstration || by.account != identity.Founder {
		return Actor{}, notADemonstration
	}
	if _, err := l.Standing(ctx, id); err != nil {
		return Actor{}, err
	}
	return Actor{account: id}, nil
}
