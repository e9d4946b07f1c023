// Hands the outbox to the unit: a record leaves the tablet only after the unit's answer names its key.

import { AHEAD, follow } from "./foto_simpanan.js";
import { keepNews, mark, records, release } from "./simpanan.js";
import { SAY } from "./kata.js";

const PATIENCE_MS = 10_000, ASK_MS = 5_000;
const STOP_AFTER = 3; // answers of trouble in a row: then the unit is left alone until the next round
const ACCEPT = { Accept: "application/json" };

const CLOCK = "tagana.jam"; // by how much the unit's clock was ahead when it was met last, in milliseconds

const known = { tag: "", told: null, ahead: Number(localStorage.getItem(CLOCK)) };

/** What the unit says of itself; { masuk: true } when it wants a sign-in first, null when it is out of reach. */
export async function ask() {
  const answer = await reached("/api/keadaan", { headers: known.told ? { ...ACCEPT, "If-None-Match": known.tag } : ACCEPT }, ASK_MS);
  if (!answer || away(answer)) return null;
  const now = Number(answer.headers.get("X-Kini"));
  if (now) localStorage.setItem(CLOCK, known.ahead = now * 1000 - Date.now());
  if (answer.status === 304 && known.told) return known.told;
  const told = await content(answer);
  if (!answer.ok || !("daftar" in told)) return { masuk: asksSignIn(answer) };
  Object.assign(known, { tag: answer.headers.get("ETag") ?? "", told });
  return told;
}

/** The unit's clock in milliseconds, as far as it was met: ages of what it says are counted by it, the tablet's own may be wrong. */
export function unitNow() { return Date.now() + known.ahead; }

/** Every open list of the unit, or undefined. */
export async function askLists() {
  const answer = await reached("/tablet/daftar", { headers: ACCEPT }, PATIENCE_MS);
  const told = answer?.ok ? await content(answer) : {};
  return told.isi ? told : undefined;
}

/** Areas whose name or code is like that, as [code, name]; null when the unit does not say. */
export async function askAreas(sought) {
  const answer = await reached(`/wilayah?cari=${encodeURIComponent(sought)}`, { headers: ACCEPT }, ASK_MS);
  return answer?.ok && !answer.redirected ? (await content(answer)).isi ?? null : null;
}

/** { state: "done", address } | { state: "check", record } | { state: "later", signIn, why } | { state: "away" } */
export async function send(record) {
  const answer = await reached("/tablet/kirim", {
    method: "POST", headers: { ...ACCEPT, "Content-Type": "application/json" }, body: JSON.stringify({ ...record, dikirim: Date.now() }),
  }, PATIENCE_MS);
  if (!answer || away(answer)) return { state: "away" };
  const told = await content(answer);
  if (answer.ok && told.kunci === record.kunci && told.entri) return taken(record, told);
  if (told.kunci === record.kunci && told.masalah) return refused(record, told);
  const why = told.kalimat || (asksSignIn(answer) ? SAY.needsSignIn : SAY.closed);
  await mark(record, { ...record, alasan: why });
  return { state: "later", signIn: asksSignIn(answer), why };
}

async function taken(record, told) {
  await follow(AHEAD + record.kunci, told.entri);
  if (told.peringatan?.length) await keepNews({ kunci: record.kunci, label: record.label, alamat: told.alamat, kalimat: told.peringatan.map((one) => one.sentence) });
  await release(record);
  return { state: "done", address: told.alamat };
}

async function refused(record, told) {
  const marked = {
    ...record, kunci: told.kunci_baru ?? record.kunci, keadaan: "diperiksa", alasan: "",
    masalah: told.masalah, peringatan: told.peringatan ?? [], tanya: Boolean(told.tanya),
  };
  await mark(record, marked);
  if (told.kunci_baru) await follow(AHEAD + record.kunci, AHEAD + told.kunci_baru);
  return { state: "check", record: marked };
}

/** Sends what waits, one tab at a time. `again`: also what a person has to look at. */
export function sendAll({ again = false } = {}) {
  const run = () => round(again);
  if (!navigator.locks) return run();
  return navigator.locks.request("tagana-kirim", { ifAvailable: true }, (lock) => lock && run());
}

async function round(again) {
  let trouble = 0;
  for (const record of await records()) {
    if (record.keadaan === "diperiksa" && !again) continue;
    const { state, signIn } = await send(record);
    trouble = state === "later" ? trouble + 1 : 0;
    if (state === "away" || signIn || trouble === STOP_AFTER) return;
  }
}

export async function reached(address, options, patience) {
  try {
    return await fetch(address, { ...options, cache: "no-store", signal: AbortSignal.timeout(patience) });
  } catch {
    return null; // no network, no unit, or no answer in time
  }
}

export async function content(answer) {
  try {
    return await answer.json();
  } catch {
    return {};
  }
}

export const away = (answer) => answer.status === 502 || answer.status === 504; // nginx without the unit's pages behind it
export const asksSignIn = (answer) => answer.redirected || answer.status === 401 || answer.status === 403;
