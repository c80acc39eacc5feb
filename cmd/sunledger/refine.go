package main

// refine adds to a command of the catalogue what only this program can do: it
// asks two things at once, or helps to write what has parts.
func (r *recording) refine() {
	switch r.spec.Name {
	case "account.open":
		r.claimsLogin()
	case "account.set-credential":
		r.pointsToSecrets()
	case "correction.propose":
		r.writesProposal()
	case "correction.approve":
		r.how.hint = r.app.hintApproved
	}
}
