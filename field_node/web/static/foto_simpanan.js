// Photos on this tablet until the unit has them, beside the records they belong to; every write is on the disk when it returns.

import { openDB } from "./vendor/idb.js";

const PHOTOS = "foto";
/** Begins the name of a record that the unit has not numbered yet: the key of its form follows. */
export const AHEAD = "kunci:";
const listeners = new Set();
const channel = new BroadcastChannel("tagana-foto");
channel.addEventListener("message", () => listeners.forEach((each) => each()));

const opened = openDB("tagana-foto", 1, {
  upgrade(db) { db.createObjectStore(PHOTOS, { keyPath: "kunci" }); },
  blocking(_old, _wanted, event) { event.target.close(); },
});

async function write(act) {
  const transaction = (await opened).transaction(PHOTOS, "readwrite", { durability: "strict" });
  await act(transaction.store);
  await transaction.done;
  channel.postMessage(PHOTOS);
  listeners.forEach((each) => each());
}

/** Calls back after each change, made here or in another tab. */
export function onPhotos(act) { listeners.add(act); }

/** Every photo that the unit does not have, oldest first; of one record when its name is given. */
export async function photos(of = "") {
  const found = await (await opened).getAll(PHOTOS);
  return found.filter((one) => !of || one.catatan === of).sort((one, other) => one.pada - other.pada);
}

export async function countPhotos() { return (await opened).count(PHOTOS); }

export async function keepPhoto(photo) { await write((store) => store.put(photo)); }

/** Changes what is said of a photo, unless it is gone. */
export async function markPhoto(key, changed) {
  await write(async (store) => {
    const found = await store.get(key);
    if (found) await store.put({ ...found, ...changed });
  });
}

export async function dropPhoto(key) { await write((store) => store.delete(key)); }

/** The photos of a record go along when it gets another name. */
export async function follow(from, to) {
  if (!from) return;
  for (const one of await photos(from)) await markPhoto(one.kunci, { catatan: to });
}
