// Package catalogue is the one explicit table of what the ledger knows: every
// event under its wire name, every command, who may issue it, who may see each
// field, and the line that people read of each event.
//
// One file an aggregate holds its entry. All that is the same for every
// aggregate is made from the table and never written again: the codecs of
// events and commands, the flags of the command line, the schemas of the API,
// the role matrix, the timeline, and docs/events.md.
package catalogue
