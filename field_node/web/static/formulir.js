// A form: every change is a draft, Simpan goes through the outbox, and what the unit refuses is mended here.

import { button, discardButton, icon, link, make } from "./butir.js";
import { brief, clearProblems, fill, fillLists, read, showProblems } from "./isi_formulir.js";
import { age, SAY } from "./kata.js";
import { ask, send } from "./kirim.js";
import { drafts, draft, dropDraft, hold, keepDraft, lists, onChange, record, records } from "./simpanan.js";

const DRAFT_AFTER_MS = 300;
const form = document.querySelector("form.entry");
const shell = "kerangka" in document.body.dataset;
const address = new URL(form.action).pathname;
const fresh = "baru" in form.dataset; // not one that the unit gave back with what was typed
let busy = false, later = 0;

const key = () => form.elements.kunci.value;

/** One key for one filling of the form, also after a reload or the back button. */
function useKey(one) {
  form.elements.kunci.value = one;
  history.replaceState({ ...history.state, kunci: one }, "");
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
    await (by?.name === "cari" ? search(by) : save());
  } catch (error) {
    if (error.name !== "QuotaExceededError" && !(error instanceof DOMException)) throw error;
    leaveToBrowser(by); // no outbox on this tablet: the plain form still works
  }
}

function leaveToBrowser(by) {
  form.removeEventListener("submit", onSubmit);
  form.requestSubmit(by?.name ? by : undefined);
}

/** Areas are searched on the unit alone. */
async function search(by) {
  await saveDraft();
  if (await ask()) return leaveToBrowser(by);
  by.closest(".search").append(make("p", { class: "hint", role: "status" }, SAY.noSearch));
}

async function save() {
  busy = true;
  const main = form.querySelector("button.main");
  main.setAttribute("aria-busy", "true");
  try {
    const held = await intoOutbox();
    show(held, await send(held));
  } finally {
    busy = false;
    main.removeAttribute("aria-busy");
  }
}

async function intoOutbox() {
  const before = await record(key());
  const held = { ...about(), kejadian: incident(), keadaan: "menunggu", alasan: "", revisi: (before?.revisi ?? 0) + 1 };
  clearTimeout(later);
  later = 0;
  await hold(held);
  await dropDraft(held.kunci);
  askToStay();
  return held;
}

function show(held, { state, address: entry, record: marked, why, signIn }) {
  clearProblems(form);
  if (state === "done") return location.assign(entry);
  if (state !== "check") return showKept(held, why, signIn);
  useKey(marked.kunci);
  return showProblems(form, marked);
}

function showKept(held, why, signIn) {
  const urgent = address.startsWith("/catat/sos");
  const box = make("section", { class: urgent ? "note strong" : "saved", role: urgent ? "alert" : "status", tabindex: "-1" });
  const told = make("p", {}, urgent ? SAY.keptSos : why ?? SAY.keptNote);
  const next = make("p", { class: "row" }, ...(signIn ? [link(SAY.signIn, "/masuk?ke=/tablet")] : []), ...(urgent ? [] : [link(SAY.another, held.halaman, { plain: signIn })]), link(SAY.see, "/tablet", { plain: true }));
  box.append(make("div", {}, make("p", {}, make("strong", {}, icon("simpanan"), SAY.kept)), told, next));
  onChange(async () => { if (!(await record(held.kunci))) told.textContent = SAY.arrived; });
  document.querySelectorAll(".unfinished, .problems").forEach((each) => each.remove());
  form.replaceWith(box);
  box.scrollIntoView({ block: "center" });
  box.focus();
  dispatchEvent(new Event("tagana-tersimpan"));
}

/** Asked once; the page of the tablet shows the answer. */
function askToStay() {
  if (localStorage.getItem("tagana.tetap") || !navigator.storage?.persist) return;
  localStorage.setItem("tagana.tetap", "ditanya");
  navigator.storage.persist();
}

// ---- a form that was kept on the tablet

/** Places saved on this tablet can be named before the unit has given them a number: by the key of their form. */
async function ownPlaces() {
  const places = (await records()).filter((one) => one.alamat === "/catat/lokasi");
  return places.map((one) => [`kunci:${one.kunci}`, SAY.ownPlace(one.isian.find(([name]) => name === "nama")?.[1] ?? one.label), ""]);
}

async function fillShell() {
  const known = (await lists())?.isi ?? {};
  fillLists(form, { ...known, lokasi: [...(await ownPlaces()), ...(known.lokasi ?? [])] });
  const now = new Date(Date.now() + Number(form.dataset.jam) * 3_600_000).toISOString();
  for (const name of form.dataset.kini.split(" ").filter(Boolean)) form.elements[name].value = now.slice(0, form.elements[name].step === "1" ? 19 : 16);
  const asked = [...new URLSearchParams(location.search)];
  if (!asked.length) return;
  fill(form, [...read(form), ...asked]);
  form.closest("details")?.setAttribute("open", "");
}

async function start() {
  form.dataset.antrean = "ya";
  if (fresh) useKey(await unusedKey());
  if (shell) await fillShell();
  form.addEventListener("submit", onSubmit);
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  document.addEventListener("visibilitychange", () => { if (later) saveDraft(); });
  addEventListener("pagehide", () => { if (later) saveDraft(); });
  const wanted = new URLSearchParams(location.hash.slice(1)).get("lanjut");
  const found = wanted && ((await record(wanted)) ?? (await draft(wanted)));
  if (found) takeUp(found);
  else if (fresh) await offerDraft();
}

start();
