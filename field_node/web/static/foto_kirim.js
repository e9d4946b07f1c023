// Brings photos to the unit after their records, piece by piece: what the unit has is not brought again.

import { PHOTO } from "./kata.js";
import { asksSignIn, away, content, reached } from "./kirim.js";
import { AHEAD, dropPhoto, markPhoto, photos } from "./foto_simpanan.js";
import { draft, record } from "./simpanan.js";

const PIECE = 128 * 1024, PATIENCE_MS = 20_000;
const ACCEPT = { Accept: "application/json" };
const STOP = "stop", NEXT = "next"; // what a round does after a photo that did not get there

/** One tab at a time. `again`: also what a person has to look at. */
export function sendPhotos({ again = false } = {}) {
  const run = () => round(again);
  if (!navigator.locks) return run();
  return navigator.locks.request("tagana-foto", { ifAvailable: true }, (lock) => lock && run());
}

async function round(again) {
  for (const photo of await photos()) {
    if ((photo.keadaan === "diperiksa" && !again) || (await waitsForRecord(photo))) continue;
    if ((await bring(photo)) === STOP) return;
  }
}

/** Its record is still on this tablet, or is being written. */
async function waitsForRecord({ catatan }) {
  const key = catatan.startsWith(AHEAD) ? catatan.slice(AHEAD.length) : "";
  return Boolean(key && ((await record(key)) || (await draft(key))));
}

async function bring(photo) {
  let have = await asked(photo);
  while (typeof have === "number" && have < photo.isi.size) have = await piece(photo, have);
  return typeof have === "number" ? finish(photo) : have;
}

/** How many bytes the unit has. */
async function asked(photo) {
  const about = `?catatan=${encodeURIComponent(photo.catatan)}`;
  const answer = await reached(`/tablet/foto/${photo.sidik}${about}`, { headers: ACCEPT }, PATIENCE_MS);
  const told = await understood(photo, answer);
  if (typeof told === "string") return told;
  if (!told.dikenal) return later(photo, PHOTO.noRecord);
  return told.ada;
}

async function piece(photo, have) {
  const end = Math.min(photo.isi.size, have + PIECE);
  const answer = await reached(`/tablet/foto/${photo.sidik}`, {
    method: "PUT", body: photo.isi.slice(have, end),
    headers: { ...ACCEPT, "Content-Type": "application/octet-stream", "Content-Range": `bytes ${have}-${end - 1}/${photo.isi.size}` },
  }, PATIENCE_MS);
  const told = await understood(photo, answer);
  if (typeof told === "string") return told;
  await markPhoto(photo.kunci, { ada: told.ada, alasan: "" });
  return told.ada === have ? STOP : told.ada;
}

async function finish(photo) {
  const { kunci, catatan, sidik, keterangan } = photo;
  const answer = await reached("/tablet/foto", {
    method: "POST", headers: { ...ACCEPT, "Content-Type": "application/json" }, body: JSON.stringify({ kunci, catatan, sidik, keterangan }),
  }, PATIENCE_MS);
  const told = await understood(photo, answer);
  if (typeof told === "string") return told;
  if (told.kunci === kunci && told.entri) await dropPhoto(kunci);
  return NEXT;
}

/** What the unit says, or what the round does now: the reason stays with the photo. */
async function understood(photo, answer) {
  if (!answer || away(answer)) return STOP;
  const told = await content(answer);
  if (answer.ok) return told;
  if (asksSignIn(answer)) return later(photo, PHOTO.signIn, STOP);
  if (answer.status === 413 || answer.status === 422) return toCheck(photo, told.kalimat);
  return later(photo, told.kalimat ?? PHOTO.closed, answer.status >= 500 ? STOP : NEXT);
}

async function later(photo, why, then = NEXT) {
  await markPhoto(photo.kunci, { alasan: why });
  return then;
}

async function toCheck(photo, why) {
  await markPhoto(photo.kunci, { alasan: why ?? PHOTO.closed, keadaan: "diperiksa" });
  return NEXT;
}
