// A tablet as a carrier: takes the unit's sealed frames along, hands them to the center wherever there is internet, brings the answers home.

import { openDB } from "./vendor/idb.js";

const NAME = "tagana-titipan", STORE = "isi", AGREED = "setuju", LOAD = "muatan", HOME = "balasan", LAST = "terakhir";
const MEDIA_TYPE = "application/vnd.tagana.frames", MAGIC = [84, 71, 78, 70, 82, 77, 49, 10]; // "TGNFRM1\n"
const LARGEST = 2_000_000, PART = 200_000, MOST_HOME = 230_000;
const ROUND_MS = 60_000, UNIT_MS = 10_000, CENTER_MS = 90_000, LOOK_MS = 1_000, LOOKS = 30;
const STALE_MS = 30 * 60_000, SOONEST_MS = 2 * 60_000;
const listeners = new Set();
const channel = new BroadcastChannel(NAME);
channel.addEventListener("message", tell);

const opened = openDB(NAME, 1, {
  upgrade(db) { db.createObjectStore(STORE); },
  blocking(_old, _wanted, event) { event.target.close(); },
});

function tell() { listeners.forEach((each) => each()); }

/**
 * One durable transaction; a value of undefined takes its key out. `consent`: under which this was carried; once it is withdrawn nothing
 * is written any more, whoever withdrew it in which tab, and the answer is false.
 */
async function write(values, consent) {
  const transaction = (await opened).transaction(STORE, "readwrite", { durability: "strict" });
  if (consent && (await transaction.store.get(AGREED))?.pada !== consent.pada) return false;
  for (const [key, value] of Object.entries(values)) await (value === undefined ? transaction.store.delete(key) : transaction.store.put(value, key));
  await transaction.done;
  channel.postMessage(0);
  tell();
  return true;
}

async function read(key) { return (await opened).get(STORE, key); }

/** Calls back after each change, made here or in another tab. */
export function onChange(act) { listeners.add(act); }

/** What this tablet carries: { agreed, load, home, last }, each undefined where there is none. */
export async function carried() {
  return { agreed: await read(AGREED), load: await read(LOAD), home: await read(HOME), last: await read(LAST) };
}

/** A person lets this tablet carry, or no longer: then nothing stays on it, and answers of the center are handed to the unit if it is near. */
export async function agree(yes) {
  if (yes) {
    await write({ [AGREED]: { pada: Date.now() } });
    return round(true);
  }
  const home = await read(HOME);
  await write({ [AGREED]: undefined, [LOAD]: undefined, [HOME]: undefined, [LAST]: undefined });
  if (home) handOver(home);
}

/** Everything that can be done now, one tab at a time. `wanted`: by a person, who gets what was recorded a moment ago too. */
export function round(wanted = false) { return onlyOne(() => turn(wanted), wanted); }

/** `patient`: waits for its turn; else there is nothing to do while somebody is at it. */
function onlyOne(act, patient = false) {
  if (!navigator.locks) return act();
  return navigator.locks.request(NAME, { ifAvailable: !patient }, (lock) => lock && act());
}

async function turn(wanted) {
  const consent = await read(AGREED);
  if (!consent) return;
  await bringHome(consent);
  await fetchLoad(consent, wanted);
  await deliver(consent);
  await bringHome(consent);
}

// ---- at the unit

/** A fresh load, when something new was recorded or the old one is old. */
async function fetchLoad(consent, wanted) {
  const unit = await json(await asked("/titipan", {}, UNIT_MS)), had = await read(LOAD);
  if (!unit?.pusat) return;
  if (!unit.menunggu) return void (had && !had.diantar && await write({ [LOAD]: undefined }, consent));
  if (had && !isDue(had, unit, wanted)) return;
  const number = (await json(await asked("/titipan", { method: "POST" }, UNIT_MS)))?.nomor;
  const answer = number === undefined ? null : await waited(`/titipan/${number}`);
  if (answer?.status === 200) await keepLoad(unit, answer, consent);
  else if (answer?.status === 409) await write({ [LAST]: { pada: Date.now(), masalah: (await json(answer))?.kalimat } }, consent);
}

function isDue(had, unit, wanted) {
  const old = Date.now() - had.dibuat;
  return had.unit !== unit.unit || old > STALE_MS || old < 0 || (had.tanda !== unit.tanda && (wanted || old > SOONEST_MS));
}

async function keepLoad(unit, answer, consent) {
  const bytes = await answer.arrayBuffer(), entries = Number(answer.headers.get("Tagana-Entries")) || 0;
  if (bytes.byteLength > LARGEST || !frames(bytes)) return;
  await write({ [LOAD]: { unit: unit.unit, pusat: unit.pusat, tanda: unit.tanda, dibuat: Date.now(), entri: entries, bytes, sampai: 0, sertifikat: unit.sertifikat } }, consent);
}

/** The center's answers stay until the unit has looked at them. */
async function bringHome(consent) {
  const home = await read(HOME), told = home && await handOver(home), still = await read(HOME);
  if (!told || still?.pada !== home.pada) return; // another answer came meanwhile: it goes with the next round
  await write({ [HOME]: undefined, [LOAD]: undefined, [LAST]: { pada: Date.now(), tanda_terima: Boolean(told.tanda_terima), entri: told.entri ?? 0 } }, consent);
}

/** What the unit says of them; null while it cannot be reached or has not looked. The same bytes again get the same word. */
async function handOver(home) {
  const headers = home.sertifikat ? { "Tagana-Leaf": home.sertifikat } : {};
  const number = (await json(await asked("/titipan/pulang", { method: "POST", body: home.bytes, headers }, UNIT_MS)))?.nomor;
  const answer = number === undefined ? null : await waited(`/titipan/pulang/${number}`);
  if (answer?.status !== 200 && answer?.status !== 422) return null;
  return (await json(answer)) ?? {};
}

async function waited(address) {
  for (let looks = 0; looks < LOOKS; looks += 1) {
    const answer = await asked(address, {}, UNIT_MS);
    if (answer?.status !== 202) return answer;
    await new Promise((done) => { setTimeout(done, LOOK_MS); });
  }
  return null;
}

function asked(address, options, patience) {
  return fetch(address, { ...options, cache: "no-store", headers: { Accept: "application/json", ...options.headers }, signal: AbortSignal.timeout(patience) }).catch(() => null);
}

async function json(answer) {
  if (!answer?.ok && answer?.status !== 409) return null;
  try { return await answer.json(); } catch { return null; }
}

// ---- at the center

/** Part by part; what the center has answered is not sent again after a break. */
async function deliver(consent) {
  const load = await read(LOAD);
  if (!load || load.diantar) return;
  const parts = split(frames(load.bytes) ?? []);
  for (let at = load.sampai; at < parts.length; at += 1) {
    const came = await posted(load, parts[at]), had = await read(HOME), last = at + 1 === parts.length;
    if (!came) return;
    Object.assign(load, { sampai: at + 1, diantar: last ? Date.now() : undefined });
    const home = { pada: Date.now(), bytes: merged(had?.bytes, came.frames), sertifikat: came.leaf ?? had?.sertifikat };
    if (!(await write({ [LOAD]: load, [HOME]: home }, consent))) return;
  }
}

/** The frames that the center answers, and the unit's next certificate; null when it cannot be reached or does not take it now. */
async function posted({ pusat, unit, sertifikat }, part) {
  try {
    const answer = await fetch(`${pusat}/v1/frames?mtu=1041${sertifikat ? `&leaf=${unit}` : ""}`, {
      method: "POST", mode: "cors", credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer", redirect: "error",
      headers: { "Content-Type": MEDIA_TYPE }, body: bundle(part), signal: AbortSignal.timeout(CENTER_MS),
    });
    const found = answer.ok ? frames(await answer.arrayBuffer()) : null;
    return found && { frames: found, leaf: answer.headers.get("Tagana-Leaf") ?? undefined };
  } catch {
    return null;
  }
}

// ---- bundles: a magic, then frames, each behind its length in two bytes

/** The whole frames of a bundle; null for what is none. */
function frames(buffer) {
  const bytes = new Uint8Array(buffer), found = [];
  if (!MAGIC.every((each, at) => bytes[at] === each)) return null;
  for (let at = MAGIC.length; at + 2 <= bytes.length;) {
    const end = at + 2 + bytes[at] * 256 + bytes[at + 1];
    if (end > bytes.length || end === at + 2) break;
    found.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return found;
}

function bundle(list) {
  const bytes = new Uint8Array(list.reduce((size, one) => size + one.length + 2, MAGIC.length));
  bytes.set(MAGIC);
  let at = MAGIC.length;
  for (const one of list) {
    bytes.set([one.length >> 8, one.length & 255], at);
    bytes.set(one, at + 2);
    at += one.length + 2;
  }
  return bytes;
}

function split(list) {
  const parts = [];
  let room = 0;
  for (const one of list) {
    if (one.length + 2 > room) { parts.push([]); room = PART; }
    parts.at(-1).push(one);
    room -= one.length + 2;
  }
  return parts;
}

/** The answers so far and the newest: the newest slip counts, so the oldest go when there is no room. */
function merged(had, came) {
  const list = [...(had ? frames(had) : []), ...came];
  while (list.length > came.length && list.reduce((size, one) => size + one.length + 2, 0) > MOST_HOME) list.shift();
  return bundle(list).buffer;
}

// ---- by itself, on every page, where a person agreed

function soon() { return ROUND_MS * (0.8 + Math.random() * 0.4); }

/** A full store of this tablet, or one that was cleared, is tried again like everything else. */
async function quietly() {
  try { await round(); } catch { /* nothing was taken out: what is carried stays as it was */ }
}

function again() { setTimeout(() => (document.hidden ? Promise.resolve() : quietly()).then(again), soon()); }

quietly().then(again);
addEventListener("online", quietly);
