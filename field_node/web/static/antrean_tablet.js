// The page of this tablet: every record that the unit does not have, with its state and what can be done.

import { button, discardButton, icon, link, make } from "./butir.js";
import { age, SAY } from "./kata.js";
import { ask, sendAll } from "./kirim.js";
import { discard, drafts, dropDraft, dropNews, lists, news, onChange, records } from "./simpanan.js";

const place = (name) => document.getElementById(name);

function mark(name, text, tone) {
  return make("span", { class: `mark ${tone}` }, icon(name), make("span", {}, text));
}

function state(one) {
  if (one.keadaan === undefined) return mark("ubah", SAY.draft, "wait");
  return one.keadaan === "diperiksa" ? mark("periksa", SAY.toCheck, "check") : mark("simpanan", SAY.onTablet, "wait");
}

function reasons(one) {
  if (one.keadaan === undefined) return [];
  if (one.keadaan !== "diperiksa") return [make("p", { class: "hint" }, one.alasan || SAY.waits)];
  return [make("ul", {}, ...one.masalah.map(({ label, sentence }) => make("li", {}, label ? `${label}: ${sentence}` : sentence)))];
}

function actions(one) {
  const open = (text) => link(text, `${one.halaman}#lanjut=${one.kunci}`);
  if (one.keadaan === undefined) return [make("p", { class: "row" }, open(SAY.resume), discardButton(SAY, () => dropDraft(one.kunci)))];
  if (one.keadaan !== "diperiksa") return [];
  return [make("p", { class: "row" }, open(SAY.mend), discardButton(SAY, () => discard(one.kunci)))];
}

function row(one) {
  const text = one.ringkas ? `${one.label}: ${one.ringkas}` : one.label;
  return make("li", {}, make("p", { class: "main" }, text),
    make("p", { class: "meta" }, state(one), make("span", { class: "age" }, age(one.pada))), ...reasons(one), ...actions(one));
}

/** What the unit said of a record that it has: it stays until somebody says that it was read. */
function newsRow(one) {
  return make("li", {}, make("p", { class: "main" }, one.label), make("ul", {}, ...one.kalimat.map((each) => make("li", {}, each))),
    make("p", { class: "row" }, link(SAY.open, one.alamat), button(SAY.read, () => dropNews(one.kunci), { plain: true })));
}

async function paint() {
  const held = await records(), typed = await drafts(), told = await news();
  place("perhatikan").replaceChildren(...told.map(newsRow));
  place("bagian-perhatikan").hidden = told.length === 0;
  place("belum-sampai").replaceChildren(...held.map(row));
  place("belum-ada").hidden = held.length > 0;
  place("draf").replaceChildren(...typed.reverse().map(row));
  place("bagian-draf").hidden = typed.length === 0;
  for (const name of ["kirim-lagi", "ekspor-semua"]) place(name).disabled = held.length === 0;
}

/** A store that cannot be opened may hold something: nobody can say. */
function unknown(error) {
  if (!(error instanceof DOMException)) throw error;
  place("belum-ada").hidden = true;
  say(SAY.unreadable);
}

function say(text) { place("kabar").textContent = text; }

async function sendAgain() {
  say(SAY.sending);
  if (!(await ask())) return say(SAY.stillAway);
  await sendAll({ again: true });
  const left = (await records()).length;
  return say(left ? SAY.someLeft(left) : SAY.allSent);
}

async function exportAll() {
  const held = await records(), at = new Date().toISOString(), unit = String((await lists())?.isi.unit_ini?.[0]?.[0] ?? "");
  const file = new Blob([JSON.stringify({ jenis: "tagana-tablet", versi: 1, unit, dibuat: at, catatan: held }, null, 1)], { type: "application/json" });
  const made = make("a", { href: URL.createObjectURL(file), download: `tagana-tablet-${at.slice(0, 16).replace(/[T:]/g, "-")}.json` });
  made.click();
  setTimeout(() => URL.revokeObjectURL(made.href), 60_000);
  say(SAY.exported(held.length));
}

async function showStay() {
  const stays = await navigator.storage?.persisted?.();
  place("jaminan").textContent = stays ? SAY.safe : SAY.unsafe;
}

place("kirim-lagi").addEventListener("click", sendAgain);
place("ekspor-semua").addEventListener("click", exportAll);
onChange(paint);
paint().catch(unknown);
showStay();
