// The tablet's own store: drafts, the outbox, and the lists of the unit; what was typed is on the disk when a write returns.

import { openDB } from "./vendor/idb.js";

const DRAFTS = "draf", OUTBOX = "antrean", LISTS = "daftar";
const listeners = new Set(), taken = new Set(); // taken: keys that the unit's answer named while this page is open
const channel = new BroadcastChannel("tagana-tablet");
channel.addEventListener("message", ({ data }) => changed(data));

const opened = openDB("tagana", 1, {
  upgrade(db) {
    db.createObjectStore(DRAFTS, { keyPath: "kunci" });
    db.createObjectStore(OUTBOX, { keyPath: "kunci" });
    db.createObjectStore(LISTS);
  },
  blocking(_old, _wanted, event) { event.target.close(); },
});

/** One transaction over one store, on the disk when it returns. "relaxed": a power cut may undo it, for what the unit would only tell or take once more. */
async function write(name, act, durability = "strict") {
  const transaction = (await opened).transaction(name, "readwrite", { durability });
  const result = await act(transaction.store);
  await transaction.done;
  changed();
  channel.postMessage(undefined);
  return result;
}

function changed(key) {
  if (key) taken.add(key);
  listeners.forEach((each) => each());
}

const byAge = (one, other) => one.pada - other.pada;
const urgent = (record) => record.alamat.startsWith("/catat/sos");
const turn = (record) => record.urut ?? 0;

/** Calls back after each change, made here or in another tab. */
export function onChange(act) { listeners.add(act); }

/** Everything that the unit has not taken, SOS first, then as it was kept: a place stands before what was counted there, however the clock jumped. */
export async function records() {
  return (await (await opened).getAll(OUTBOX))
    .sort((one, other) => urgent(other) - urgent(one) || turn(one) - turn(other) || byAge(one, other));
}

export async function record(key) { return (await opened).get(OUTBOX, key); }

export async function count() { return (await opened).count(OUTBOX); }

/** Puts a record into the outbox, in the place of the one with its key, else at the end. */
export async function hold(held) {
  await write(OUTBOX, async (store) => {
    const waiting = await store.getAll(), same = waiting.find((one) => one.kunci === held.kunci);
    await store.put({ ...held, urut: same ? turn(same) : Math.max(0, ...waiting.map(turn)) + 1 });
  });
}

/** Takes out what the unit has, unless its content was changed meanwhile. */
export async function release(sent) {
  await write(OUTBOX, (store) => whenSame(store, sent, () => store.delete(sent.kunci)), "relaxed");
  changed(sent.kunci);
  channel.postMessage(sent.kunci);
}

/** What became of a record that was kept here: "waits", "refused" by the unit, "arrived" there, or "gone": nobody here knows where to. */
export async function fate(held) {
  const found = (await record(held.kunci)) ?? (await records()).find((one) => one.alamat === held.alamat && one.pada === held.pada);
  if (found) return found.keadaan === "diperiksa" ? "refused" : "waits";
  return taken.has(held.kunci) ? "arrived" : "gone";
}

/** Writes down why the unit did not take a record, unless its content was changed meanwhile. */
export async function mark(sent, marked) {
  await write(OUTBOX, (store) => whenSame(store, sent, async () => {
    if (marked.kunci !== sent.kunci) await store.delete(sent.kunci);
    await store.put(marked);
  }));
}

async function whenSame(store, sent, act) {
  const found = await store.get(sent.kunci);
  if (found?.revisi === sent.revisi) await act();
}

/** Takes a record out for good. */
export async function discard(key) { await write(OUTBOX, (store) => store.delete(key)); }

export async function drafts() { return (await (await opened).getAll(DRAFTS)).sort(byAge); }

export async function draft(key) { return (await opened).get(DRAFTS, key); }

/** Committed without waiting for an answer: a page that is being left has no time for one. */
export async function keepDraft(typed) {
  await write(DRAFTS, (store) => { store.put(typed); store.transaction.commit(); });
}

export async function dropDraft(key) { await write(DRAFTS, (store) => store.delete(key), "relaxed"); }

/** The lists that the unit told last: { daftar: tag, isi: { name: [[value, label, group]] } }, or undefined. */
export async function lists() { return (await opened).get(LISTS, "unit"); }

/** The last statement of a place that this tablet saw: { told, texts, counts, who, at in seconds }, or undefined. */
export async function before(key) { return (await opened).get(LISTS, `terakhir:${key}`); }

export async function keepBefore(key, told) { await write(LISTS, (store) => store.put(told, `terakhir:${key}`), "relaxed"); }

export async function keepLists(told) { await write(LISTS, (store) => store.put(told, "unit"), "relaxed"); }

/** What was on the map when the unit told it last, or undefined. */
export async function mapData() { return (await opened).get(LISTS, "peta"); }

export async function keepMapData(told) { await write(LISTS, (store) => store.put(told, "peta")); }

/** What the unit said of records that it took, until somebody here has read it: { kunci, label, alamat, kalimat }. */
export async function news() { return (await opened).getAll(LISTS, IDBKeyRange.bound("kabar:", "kabar:\uffff")); }

export async function keepNews(told) { await write(LISTS, (store) => store.put(told, `kabar:${told.kunci}`)); }

export async function dropNews(key) { await write(LISTS, (store) => store.delete(`kabar:${key}`), "relaxed"); }
