// Package xes reads and writes event logs in the XML form of IEEE 1849 (XES),
// streaming and without loss.
//
// A log is read twice. [Scan] reads the whole file, judges every element and
// answers with the [Summary]: the digest, the complete [Header] and the totals.
// A broken file is refused there, before anything has been done with it. Then
// a [Reader] yields the traces, one at a time:
//
//	summary, err := xes.Scan(name, file)
//	...
//	for trace, err := range xes.NewReader(name, again).Traces() {
//		...
//	}
//
// A [Writer] writes a header, then traces, and what it writes reads as it was
// written.
//
// What is kept: every attribute with its type, key and text (a date its own
// zone and digits, a float its zeros), their order, their children; extensions,
// globals, classifiers and the XML attributes of <log>. What is not: comments,
// processing instructions, white space between elements, and the order between
// items of different kinds (a trace's attributes are written before its
// events, the log's before its traces, wherever they stood).
//
// Stricter than the readers in common use: keys are unique within an element,
// as the standard demands (others keep the last and drop the rest unseen); only
// the items of a list may share one. Every event has a concept:name. Values
// are valid for their type. What the model has no room for is refused and
// never dropped: an event outside a trace, an unknown element or XML
// attribute, text between elements. More lenient than the standard's schema,
// because real logs are: keys may hold any characters ("Group 3"), log items
// come in any order, xes.version may be missing.
//
// So much for the format. [Import] records a log in a ledger, one request for
// each case, and [Export] gives it back; a [Mapping] says which attributes mean
// what to everybody, and all of them are kept, sealed:
//
//	report, err := xes.Import(ctx, ledger, name, open, xes.ImportOptions{Actor: operator})
//	exported, err := xes.Export(ctx, ledger, os.Stdout, xes.ExportOptions{})
//
// The package never resolves a DTD, an entity or a URI, never opens a file by
// itself, and never changes what came in: what is odd is imported as it is, and
// reported.
package xes
