// Drives a node with one of the official Node.js clients, as a program that
// reads a ledger would, and tells what it saw as JSON.
//
//	node client.cjs MODULES PACKAGE CONNECTION USER PASSWORD STREAM [batch]
//
// With credentials of their own appends are calls of Append; with those of the
// connection, where the word batch is given, they go by BatchAppend.
const { createRequire } = require("node:module");
const [modules, name, connection, username, password, stream, batch] = process.argv.slice(2);
const from_modules = createRequire(modules + "/");
const client_module = from_modules(name);
const { jsonEvent, FORWARDS, BACKWARDS, START, END, NO_STREAM, WrongExpectedVersionError, eventTypeFilter } = client_module;
const Client = client_module.EventStoreDBClient ?? client_module.KurrentDBClient;

const client = Client.connectionString(connection);
const credentials = batch ? undefined : { username, password };

// The methods that were called.
const calls = new Set();
const { createCall } = from_modules("@grpc/grpc-js").Channel.prototype;
from_modules("@grpc/grpc-js").Channel.prototype.createCall = function (method, ...rest) {
  calls.add(method.split("/").pop());
  return createCall.call(this, method, ...rest);
};

// One client calls it expectedRevision, the other streamState.
const expecting = (revision) => ({ expectedRevision: revision, streamState: revision, credentials });

const shown = ({ event }) => ({
  id: event.id, type: event.type, stream: event.streamId, revision: Number(event.revision),
  data: event.data, metadata: event.metadata, created: new Date(event.created).getTime(),
});

async function all(reading) {
  const seen = [];
  for await (const e of reading) seen.push(shown(e));
  return seen;
}

const event = (i, type = "thing.happened") => jsonEvent({
  id: `00000000-0000-4000-8000-00000000000${i}`, type, data: { number: i, 名: "枳沟镇" }, metadata: { why: i },
});

async function main() {
  const told = {};

  const first = await client.appendToStream(stream, [event(0), event(1, "other.happened")], expecting(NO_STREAM));
  const second = await client.appendToStream(stream, event(2), expecting(first.nextExpectedRevision));
  told.appended = [first, second].map((r) => ({ success: r.success, revision: Number(r.nextExpectedRevision), commit: Number(r.position?.commit) }));
  const again = await client.appendToStream(stream, [event(0), event(1, "other.happened")], expecting(NO_STREAM));
  told.again = { success: again.success, revision: Number(again.nextExpectedRevision) };

  try {
    await client.appendToStream(stream, event(3), expecting(0n));
    told.conflict = "none";
  } catch (error) {
    told.conflict = error instanceof WrongExpectedVersionError
      ? { expected: Number(error.expectedVersion ?? error.expectedState), actual: Number(error.actualVersion ?? error.actualState) } : String(error);
  }
  told.calls = [...calls];
  try {
    await client.appendToStream(stream, event(4), { credentials: { username, password: "a guess" } });
    told.guess = "accepted";
  } catch (error) {
    told.guess = error.type ?? String(error);
  }
  try {
    await all(client.readStream("there-is-none", { direction: FORWARDS, fromRevision: START }));
    told.missing = "found";
  } catch (error) {
    told.missing = error.type ?? String(error);
  }
  try {
    await client.deleteStream(stream, { credentials });
    told.deleted = "deleted";
  } catch (error) {
    told.deleted = error.type ?? String(error);
  }

  told.forward = await all(client.readStream(stream, { direction: FORWARDS, fromRevision: START }));
  told.backward = await all(client.readStream(stream, { direction: BACKWARDS, fromRevision: END, maxCount: 2 }));
  told.all = await all(client.readAll({ direction: FORWARDS, fromPosition: START }));
  told.last = await all(client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 }));

  // From the start, of one type; then live.
  told.subscribed = [];
  const subscription = client.subscribeToAll({ fromPosition: START, filter: eventTypeFilter({ prefixes: ["other."] }) });
  let live = false;
  for await (const e of subscription) {
    told.subscribed.push(shown(e));
    if (live) break;
    live = true;
    await client.appendToStream(stream, [event(5), event(6, "other.happened")], expecting(second.nextExpectedRevision));
  }
  await subscription.unsubscribe?.();
  await client.dispose();
  console.log(JSON.stringify(told));
}

main().then(() => process.exit(0), (error) => {
  console.error(error);
  process.exit(1);
});
