package catalogue

import (
	"slices"
	"strings"

	"github.com/sunledger/sunledger/domain"
)

// gives says which events each command may give, without their category. The
// executor holds every command to it, and whoever checks a history years later
// learns from it who may record an event: those who may issue one of its
// commands.
var gives = map[string][]string{
	"county.register": {"registered"},

	"account.open":           {"opened"},
	"account.grant":          {"granted"},
	"account.delegate":       {"delegated"},
	"account.revoke":         {"revoked", "taken-back"},
	"account.suspend":        {"suspended"},
	"account.restore":        {"restored"},
	"account.close":          {"closed"},
	"account.set-credential": {"credential-set"},

	"login.claim":   {"claimed"},
	"login.release": {"released"},

	"subject.erase": {"erased", "restricted"},

	"import.open":     {"opened"},
	"import.complete": {"completed"},

	"town.register":    {"registered"},
	"town.rename":      {"renamed"},
	"town.count-staff": {"staff-counted"},

	"community.register":           {"registered"},
	"community.rename":             {"renamed"},
	"community.recode":             {"recoded"},
	"community.merge":              {"merged-into"},
	"community.record-electorate":  {"electorate-recorded"},
	"community.constitute-council": {"council-constituted"},
	"community.appoint":            {"official-appointed"},
	"community.end-term":           {"term-ended"},

	"community.open-centre":          {"centre-opened"},
	"community.open-station":         {"station-opened"},
	"community.upgrade-centre":       {"centre-upgraded"},
	"community.complete-platform":    {"smart-platform-completed"},
	"community.post-staff":           {"staff-posted"},
	"community.recall-staff":         {"staff-recalled"},
	"community.count-social-workers": {"social-workers-counted"},
	"community.install-signs":        {"signs-installed"},
	"community.grant-award":          {"award-granted"},
	"community.complete-clean-up":    {"clean-up-completed"},
	"community.standardise":          {"standardised"},
	"community.list-for-improvement": {"listed-for-improvement"},
	"community.improve":              {"improved"},
	"community.designate-site":       {"site-designated"},
	"community.withdraw-site":        {"site-withdrawn"},

	"village.register":            {"registered"},
	"village.rename":              {"renamed"},
	"village.record-electorate":   {"electorate-recorded"},
	"village.constitute-councils": {"councils-constituted"},

	"collective.register":          {"registered"},
	"collective.rename":            {"renamed"},
	"collective.record-electorate": {"electorate-recorded"},
	"collective.merge":             {"merged-into"},

	"matter.list":   {"listed"},
	"matter.change": {"changed"},
	"matter.delist": {"delisted"},

	"request.submit":           {"submitted"},
	"request.import":           {"imported", "step-recorded"},
	"request.accept":           {"accepted"},
	"request.tell-incomplete":  {"told-incomplete"},
	"request.decline":          {"declined"},
	"request.entrust":          {"entrusted"},
	"request.assign":           {"assigned"},
	"request.pass-on":          {"passed-on"},
	"request.record-step":      {"step-recorded"},
	"request.supervise":        {"supervised"},
	"request.extend-due":       {"due-extended"},
	"request.complete":         {"completed"},
	"request.reply":            {"replied"},
	"request.return-originals": {"originals-returned"},
	"request.rate":             {"rated"},
	"request.reopen":           {"reopened"},
	"request.withdraw":         {"withdrawn"},
	"request.file":             {"filed"},

	"reform.adopt-plan":         {"plan-adopted"},
	"reform.approve-plan":       {"plan-approved"},
	"reform.record-inventory":   {"inventory-step-done"},
	"reform.draft-roster":       {"roster-drafted"},
	"reform.post-roster":        {"roster-posted"},
	"reform.raise-objection":    {"objection-raised"},
	"reform.settle-objection":   {"objection-settled"},
	"reform.confirm-roster":     {"roster-confirmed"},
	"reform.quantify-shares":    {"shares-quantified"},
	"reform.adopt-charter":      {"charter-adopted"},
	"reform.elect-bodies":       {"bodies-elected"},
	"reform.register":           {"registered"},
	"reform.issue-certificates": {"certificates-issued"},
	"reform.complete":           {"completed"},
	"reform.join":               {"member-joined"},
	"reform.leave":              {"member-left"},
	"reform.inherit":            {"member-inherited"},
	"reform.transfer":           {"member-transferred"},
	"reform.set-reserves-aside": {"reserves-set-aside"},
	"reform.declare-dividend":   {"dividend-declared"},
	"reform.pay-dividend":       {"dividend-paid"},

	"asset.register":                 {"registered"},
	"asset.receive":                  {"registered"},
	"asset.verify":                   {"verified"},
	"asset.appraise":                 {"appraised"},
	"asset.revalue":                  {"revalued"},
	"asset.lease":                    {"leased"},
	"asset.end-lease":                {"lease-ended"},
	"asset.transfer":                 {"transferred"},
	"asset.dispose":                  {"disposed"},
	"asset.write-off":                {"written-off"},
	"asset.damage":                   {"damaged"},
	"asset.find":                     {"found"},
	"tender.list":                    {"listed"},
	"tender.receive-bid":             {"bid-received"},
	"tender.open-bids":               {"bids-opened"},
	"tender.award":                   {"awarded"},
	"tender.fail":                    {"failed"},
	"tender.cancel":                  {"cancelled"},
	"contract.sign":                  {"signed"},
	"contract.amend":                 {"amended"},
	"contract.pay-rent":              {"rent-paid"},
	"contract.breach":                {"breached"},
	"contract.end":                   {"ended"},
	"contract.put-right":             {"put-right"},
	"debt.incur":                     {"incurred"},
	"debt.repay":                     {"repaid"},
	"debt.collect":                   {"collected"},
	"debt.write-off":                 {"written-off"},
	"audit.plan":                     {"planned"},
	"audit.commission":               {"commissioned"},
	"audit.serve-notice":             {"notice-served"},
	"audit.hold-entry-meeting":       {"entry-meeting-held"},
	"audit.raise-finding":            {"finding-raised"},
	"audit.drop-finding":             {"finding-dropped"},
	"audit.send-draft":               {"draft-sent"},
	"audit.receive-response":         {"response-received"},
	"audit.issue-report":             {"report-issued"},
	"audit.disclose":                 {"disclosed"},
	"audit.order-rectification":      {"rectification-ordered"},
	"audit.report-rectification":     {"rectification-reported"},
	"audit.accept-rectification":     {"rectification-accepted"},
	"audit.refuse-rectification":     {"rectification-refused"},
	"audit.refer":                    {"referred"},
	"audit.audit-again":              {"re-audited"},
	"audit.archive":                  {"archived"},
	"audit.cancel":                   {"cancelled"},
	"books.open":                     {"opened"},
	"books.post":                     {"posted"},
	"books.reverse":                  {"reversed"},
	"books.close-month":              {"month-closed"},
	"books.close-year":               {"year-closed"},
	"decision.propose":               {"proposed"},
	"decision.consult":               {"consulted"},
	"decision.review-by-party":       {"party-reviewed"},
	"decision.discuss-by-councils":   {"discussed-by-councils"},
	"decision.give-notice":           {"notice-given"},
	"decision.vote":                  {"voted"},
	"decision.approve-by-town":       {"town-approved"},
	"decision.refuse-by-town":        {"town-refused"},
	"decision.conclude":              {"adopted", "rejected"},
	"decision.disclose":              {"disclosed"},
	"decision.raise-objection":       {"objection-raised"},
	"decision.answer-objection":      {"objection-answered"},
	"decision.report-implementation": {"implementation-reported"},
	"decision.disclose-results":      {"results-disclosed"},
	"decision.withdraw":              {"withdrawn"},
	"decision.lapse":                 {"lapsed"},

	"partyorg.register": {"registered"},
	"partyorg.pair":     {"paired"},
	"partyorg.unpair":   {"unpaired"},

	"activity.plan":           {"planned"},
	"activity.hold":           {"held"},
	"activity.miss":           {"missed"},
	"enterprise.register":     {"registered"},
	"enterprise.contribute":   {"capital-contributed"},
	"enterprise.pay-dividend": {"dividend-paid"},
	"enterprise.close":        {"closed"},
	"training.plan":           {"planned"},
	"training.hold":           {"held"},
	"training.cancel":         {"cancelled"},
	"project.plan":            {"planned"},
	"project.progress":        {"progressed"},
	"project.complete":        {"completed"},
	"project.postpone":        {"postponed"},
	"project.cancel":          {"cancelled"},

	"correction.propose": {"proposed"},
	"correction.approve": {"approved"},
	"correction.reject":  {"rejected"},
	"correction.settle":  {"settled"},
}

// Gives reports whether a command may give an event, by their wire names.
func (c *Catalogue) Gives(command, event string) bool {
	category, name, _ := strings.Cut(event, ".")
	return strings.HasPrefix(command, category+".") && slices.Contains(gives[command], name)
}

// Recorders are those who may record an event of a wire name, by the commands
// that give it.
func (c *Catalogue) Recorders(event string) []domain.Permit { return slices.Clone(c.recorders[event]) }

// addRecorders takes note of who may record what a command gives.
func (c *Catalogue) addRecorders(s domain.CommandSpec) {
	category, _, _ := strings.Cut(s.Name, ".")
	for _, event := range gives[s.Name] {
		name := category + "." + event
		c.recorders[name] = append(c.recorders[name], s.Permits...)
	}
}
