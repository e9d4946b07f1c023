// A form: every change is a draft, Simpan goes through the outbox, and what the unit refuses is mended here.

import { button, discardButton, icon, link, make } from "./butir.js";
import { brief, clearProblems, fill, fillField, offerAreas, read, showProblems } from "./isi_formulir.js";
import { age, FILL, SAY } from "./kata.js";
import { ask, askAreas, send } from "./kirim.js";
import { review } from "./ringkasan.js";
import { rememberStatement, watchBefore } from "./sebelum.js";
import { leave } from "./tanpa_simpanan.js";
import { discard, drafts, draft, dropDraft, fate, hold, keepDraft, news, onChange, record } from "./simpanan.js";

const DRAFT_AFTER_MS = 300, UNDO_MS = 10_000;
const LAST_PLACE = "tagana.lokasi";
const form = document.querySelector("form.entry");
const shell = "kerangka" in document.body.dataset;
const address = new URL(form.action).pathname;
const fresh = "baru" in form.dataset; // not one that the unit gave back with what was typed
let busy = false, later = 0;

const key = () => form.elements.kunci.value;

/** One key for one filling of the form, also after a reload or the back button. */
function useKey(one) {
  form.elements.kunci.value = one;
  history.replaceState({ ...history.state, kunci: one, periksa: false }, "");
}

/** The key of this entry of the history, unless its record already waits in the outbox: another record needs another key. */
async function unusedKey() {
  const known = history.state?.kunci;
  return known && !(await record(known)) ? known : newKey();
}

function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (one) => one.toString(16).padStart(2, "0")).join("");
}

/** What a record or a draft says of its form. */
function about() {
  return {
    kunci: key(), alamat: address, halaman: fresh ? location.pathname + location.search : address,
    label: form.dataset.label, ringkas: brief(form), isian: read(form), pada: Date.now(),
  };
}

function incident() {
  if ("kejadian" in form.dataset) return form.dataset.kejadian;
  return JSON.parse(localStorage.getItem("tagana.kejadian") ?? "[null]")[0];
}

// ---- drafts

function changed() {
  clearTimeout(later);
  later = setTimeout(saveDraft, DRAFT_AFTER_MS);
}

async function saveDraft() {
  clearTimeout(later);
  later = 0;
  if (busy) return;
  await (read(form).length ? keepDraft(about()) : dropDraft(key()));
}

async function offerDraft() {
  const found = (await drafts()).filter((one) => one.alamat === address).pop();
  if (!found) return;
  const box = make("section", { class: "unfinished", "aria-label": SAY.draft },
    make("p", {}, icon("jam"), SAY.unfinished(found.label, age(found.pada))),
    button(SAY.resume, () => { box.remove(); resume(found); }),
    discardButton(SAY, async () => { await dropDraft(found.kunci); box.remove(); }));
  form.before(box);
}

/** Goes on with a draft or a record where it was typed: the same form asks for the same fields. */
function resume(found) {
  if (found.halaman === location.pathname + location.search) return takeUp(found);
  return location.assign(`${found.halaman}#lanjut=${found.kunci}`);
}

function takeUp(found) {
  useKey(found.kunci);
  form.closest("details")?.setAttribute("open", "");
  fill(form, found.isian);
  if (found.masalah) showProblems(form, found);
}

// ---- saving

async function onSubmit(event) {
  if (event.defaultPrevented) return;
  event.preventDefault();
  const by = event.submitter;
  if (busy) return;
  try {
    await (by?.name === "cari" ? search(by) : saveReviewed());
  } catch (error) {
    if (error.name !== "QuotaExceededError" && !(error instanceof DOMException)) throw error;
    await leaveToBrowser(by); // no outbox on this tablet
  }
}

async function leaveToBrowser(by) {
  const place = form.previousElementSibling?.matches("[data-tanpa]") ? form.previousElementSibling : make("div", { "data-tanpa": "" });
  form.before(place);
  await leave(form, onSubmit, by?.name ? by : undefined, place);
}

/** Areas are searched on the unit alone. */
async function search(by) {
  await saveDraft();
  const box = by.closest(".search"), sought = box.querySelector("input").value, found = await askAreas(sought);
  box.querySelectorAll(".hint").forEach((one) => one.remove());
  if (found?.length) return offerAreas(by.closest("fieldset"), by.value, found);
  if (!found && (await ask())) return leaveToBrowser(by);
  return box.append(make("p", { class: "hint", role: "status" }, found ? FILL.noArea(sought) : SAY.noSearch));
}

/** A form that is more than a few fields is looked at once more. */
async function saveReviewed() {
  busy = true;
  clearProblems(form);
  const main = form.querySelector(".actions button.main");
  main.setAttribute("aria-busy", "true");
  const go = "periksa" in form.dataset ? review(form, address) : true;
  try {
    if (!(await go)) return;
  } finally {
    busy = false;
    main.removeAttribute("aria-busy");
  }
  await save();
}

async function save() {
  busy = true;
  const main = form.querySelector(".actions button.main");
  main.setAttribute("aria-busy", "true");
  try {
    const held = toKeep(), kept = hold(held), sent = send(held); // begun before the screen is drawn again: on a slow tablet that takes longer
    await Promise.all([sent, kept.then(() => { rememberPlace(); askToStay(); return Promise.all([dropDraft(held.kunci), rememberStatement(form)]); })]);
    show(held, await sent);
  } finally {
    busy = false;
    main.removeAttribute("aria-busy");
  }
}

/** What goes into the outbox; of another revision each time, so that an answer to an earlier content does not take it out. */
function toKeep() {
  clearTimeout(later);
  later = 0;
  return { ...about(), kejadian: incident(), keadaan: "menunggu", alasan: "", revisi: newKey() };
}

function show(held, { state, address: entry, record: marked, why, signIn }) {
  clearProblems(form);
  if (state === "done") return history.state?.periksa ? location.replace(entry) : location.assign(entry);
  if (state !== "check") return showKept(held, why, signIn);
  useKey(marked.kunci);
  return showProblems(form, marked);
}

function showKept(held, why, signIn) {
  const urgent = address.startsWith("/catat/sos");
  const box = make("section", { class: urgent ? "note strong" : "saved", role: urgent ? "alert" : "status", tabindex: "-1" });
  const told = make("p", {}, urgent ? SAY.keptSos : why ?? SAY.keptNote);
  const next = make("p", { class: "row" }, ...(signIn ? [link(SAY.signIn, "/masuk?ke=/tablet")] : []), ...(urgent ? [] : [link(SAY.another, held.halaman, { plain: signIn })]), link(SAY.see, "/tablet", { plain: true }));
  if (!urgent) next.append(undoButton(held));
  box.append(make("div", {}, make("p", {}, make("strong", {}, icon("simpanan"), SAY.kept)), told, next));
  onChange(async () => {
    const now = await fate(held);
    const said = (await news()).find((one) => one.kunci === held.kunci)?.kalimat ?? [];
    told.textContent = SAY.fates[now] ? [SAY.fates[now], ...said].join(" ") : told.textContent;
    if (now === "refused" || said.length) box.className = "note strong";
  });
  document.querySelectorAll(".unfinished, .problems").forEach((each) => each.remove());
  form.replaceWith(box);
  box.scrollIntoView({ block: "center" });
  box.focus();
  dispatchEvent(new Event("tagana-tersimpan"));
}

/** For ten seconds what was kept here goes back into the form. */
function undoButton(held) {
  const made = button(FILL.undo, async () => {
    if (!(await record(held.kunci))) return made.remove(); // the unit has it: its page cancels it
    await keepDraft(held);
    await discard(held.kunci);
    return location.reload();
  }, { plain: true });
  setTimeout(() => made.remove(), UNDO_MS);
  return made;
}

/** Asked once; the page of the tablet shows the answer. */
function askToStay() {
  if (localStorage.getItem("tagana.tetap") || !navigator.storage?.persist) return;
  localStorage.setItem("tagana.tetap", "ditanya");
  navigator.storage.persist();
}

// ---- where this tablet was last

/** Where this tablet recorded last is where it is, unless the unit's GPS knew better. */
function rememberPlace() {
  const chosen = new FormData(form).get("lokasi");
  if (chosen && mustHavePlace()) localStorage.setItem(LAST_PLACE, chosen);
}

const mustHavePlace = () => Boolean(form.querySelector("#f-lokasi")?.closest(".field").querySelector(".must"));

function choosePlace() {
  const last = localStorage.getItem(LAST_PLACE), controls = [...form.querySelectorAll("[name=lokasi]")];
  const offered = controls.some((one) => one.value === last || [...(one.options ?? [])].some((option) => option.value === last));
  if (!last || !offered || "dekat" in form.dataset || new URLSearchParams(location.search).has("lokasi") || !mustHavePlace()) return;
  if (new FormData(form).get("lokasi") === last) return;
  const field = controls[0].closest(".field");
  fillField(form, "lokasi", [last]);
  field.querySelectorAll(":scope > .hint").forEach((one) => one.remove());
  field.append(make("p", { class: "hint" }, FILL.lastPlace));
}

async function start() {
  await form.siap; // lines of goods, where the form has them
  if (fresh) useKey(await unusedKey());
  if (shell) await (await import("./kerangka.js")).fillShell(form);
  if (fresh && !("koreksi" in form.dataset)) choosePlace();
  if ("periksa" in form.dataset) form.querySelector(".actions button.main span").textContent = FILL.next;
  form.addEventListener("submit", onSubmit);
  form.dataset.antrean = "ya"; // from here on the outbox takes it
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  document.addEventListener("visibilitychange", () => { if (later) saveDraft(); });
  addEventListener("pagehide", () => { if (later) saveDraft(); });
  const wanted = new URLSearchParams(location.hash.slice(1)).get("lanjut");
  const found = wanted && ((await record(wanted)) ?? (await draft(wanted)));
  if (found) takeUp(found);
  else if (fresh) await offerDraft();
  watchBefore(form);
}

start();
