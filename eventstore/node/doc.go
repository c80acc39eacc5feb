// Package node serves a log over the protocol of EventStoreDB, so that any of
// its clients, in any language, can read a ledger, and so that a ledger can
// lie behind one.
//
//	n, err := node.New(node.Config{Store: store, Writer: &node.Credentials{User: "ledger", Password: secret}})
//	l, err := net.Listen("tcp", "127.0.0.1:2113")
//	err = n.Serve(ctx, l)
//
// It stands on the server stubs that the client's own module ships, and on the
// contract in package eventstore; it knows no concrete store and does not look
// into what a record holds.
//
// # Who may do what
//
// Appending needs the writer's credentials, and is off where none are set: a
// raw append passes the rules of the ledger by. Reading is open only on a
// listener that other machines cannot reach. Everywhere else [Node.Serve] wants
// TLS and the reader's credentials and refuses to begin without them. Gossip
// and the list of supported methods are open, because a client asks for them
// before it says who it is.
//
// # What a client can make it hold
//
// Who calls is looked at before a message of the call is received. Until a call
// has brought the credentials of a reader or writer its connection is a
// stranger: it may send 128 KiB and have 8 calls open, and where 256
// connections are open a new one takes the place of the oldest stranger's. So
// strangers together hold about 100 MiB, and keep nobody else out. Of clients
// that may not append 16 requests arrive at once, and each within 5 seconds. All
// connections together have 4096 calls open; one without a call is closed after
// 15 minutes. What is beyond a bound is answered with ResourceExhausted, or by
// closing the connection, which is Unavailable.
//
// One connection has 100 calls open, and one more is not refused: it waits at
// its client until another ends, as HTTP/2 has it. A subscription is a call that
// does not end, so who follows more than 100 streams opens a second client.
//
// # What is answered otherwise than by EventStoreDB
//
// A ledger forgets nothing: deleting a stream, and writing stream metadata,
// which may hide events, are refused. Streams whose names begin with '$' do not
// exist. There are no links, persistent subscriptions or projections. The
// content type that a client gives is not kept: data that is JSON is said to
// be. An append of nothing is refused.
//
// What it never does: judge an event, keep state of its own, or close the
// store.
package node
