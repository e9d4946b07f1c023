// Goods that arrive: a surat jalan that was read becomes lines, each says what is missing; works away from the unit too.

import { SCAN } from "./kata.js";
import { number, shown } from "./langkah.js";
import { watchScanner } from "./pindai.js";
import { NoWaybill, Parts, partsIn, waybill } from "./surat_jalan.js";

const MOST = 40, PATIENCE_MS = 4_000, DAY_MS = 86_400_000;
const form = document.querySelector("form.arrival"), lines = form.querySelector("[data-bagian-baris]");
const box = form.querySelector("[data-lain]"), past = form.querySelector("[data-riwayat]");
let paper = null; // the surat jalan that the lines come from

const rows = () => [...lines.querySelectorAll(":scope > .goods-line")];
const input = (row, end) => row.querySelector(`[name="${row.dataset.baris}${end}"]`);
const goods = (item) => lines.querySelector("template[data-diketik]").content.querySelector(`option[value="${item}"]`);

// ---- lines

/** The next line of a kind, `b0-` renamed wherever it stands. */
function add(kind) {
  const next = rows().length + 1, made = lines.querySelector(`template[${kind}]`).content.querySelector(".goods-line").cloneNode(true);
  if (next > MOST) return null;
  for (const one of [made, ...made.querySelectorAll("*")]) {
    for (const { name, value } of [...one.attributes]) if (/(^|-)b0-/.test(value)) one.setAttribute(name, value.replace(/(^|-)b0-/, `$1b${next}-`));
  }
  const legend = made.querySelector("legend");
  legend.textContent = legend.textContent.replace(/\d+$/, next);
  (rows().at(-1) ?? lines.querySelector("[data-petunjuk]")).after(made);
  return made;
}

function addSent(one) {
  const row = add("data-dari-surat"), known = goods(one.barang), [, name, unit] = known?.textContent.match(/^(.*) \((.*)\)$/) ?? [null, SCAN.goods(one.barang), ""];
  const scale = Number(known?.dataset.skala ?? 0), amount = Number(one.jumlah) / 10 ** scale;
  Object.assign(row.dataset, { dikirim: one.jumlah, skala: scale, satuan: unit });
  row.querySelector("legend").textContent = one.batch ? `${name}, batch ${one.batch}` : name;
  row.querySelector("[data-dikirim-kata]").textContent = SCAN.sent(shown(amount), unit, one.kedaluwarsa && day(one.kedaluwarsa));
  row.querySelectorAll(".angka label").forEach((label) => { if (unit) label.append(` (${unit})`); });
  input(row, "merujuk").value = one.merujuk;
  input(row, "diterima").value = shown(amount);
}

const day = (days) => new Date(Number(days) * DAY_MS).toLocaleDateString("id-ID", { timeZone: "UTC", dateStyle: "medium" });

// ---- what is missing

/** What this line still awaits: what was sent without what earlier arrivals said; null when nobody can say. */
function awaited(row) {
  const units = (one) => Number(one) / 10 ** Number(row.dataset.skala || 0);
  const sent = row.dataset.dikirim ? units(row.dataset.dikirim) : number(input(row, "dikirim")?.value ?? "");
  if (sent === null || Number.isNaN(sent) || (form.elements.lagi.checked && !pastKnown())) return null;
  return round(sent - units(row.dataset.sudah ?? 0));
}

/** Whether the unit has told what came before. */
const pastKnown = () => rows().some((one) => one.dataset.sudah !== undefined);

/** `kurang` follows the other two until somebody types it. */
function tally(row, by) {
  const sent = awaited(row), short = input(row, "kurang"), said = row.querySelector("[data-selisih]");
  const [came, broken] = ["diterima", "rusak"].map((end) => number(input(row, end).value));
  if (by === short) short.dataset.sendiri = short.value.trim() ? "ya" : "";
  if (sent === null || came === null || Number.isNaN(came) || Number.isNaN(broken)) {
    if (by && sent === null && !short.dataset.sendiri) short.value = "";
    said.hidden = true;
    return;
  }
  const left = round(sent - came - (broken ?? 0)), gap = left > 0 ? shown(left) : "";
  if (!by && short.value.trim() && short.value !== gap) short.dataset.sendiri = "ya"; // it comes back as somebody typed it
  if (!short.dataset.sendiri && by) short.value = gap;
  const missing = short.dataset.sendiri ? number(short.value) ?? 0 : Math.max(0, left), later = round(left - missing);
  said.textContent = [...(broken ? [SCAN.broken(broken)] : []), later > 0 && short.dataset.sendiri ? SCAN.later(later) : SCAN.gap(left)].join(", ");
  said.classList.toggle("odd", left !== 0 || Boolean(broken));
  said.hidden = false;
}

const round = (value) => Math.round(value * 1e6) / 1e6;

// ---- a surat jalan

function show(surat, scanned) {
  paper = surat;
  rows().forEach((one) => one.remove());
  surat.baris.forEach(addSent);
  form.elements.surat.value = scanned;
  form.querySelectorAll("[data-kepala] [data-isi]").forEach((one) => { one.textContent = surat[one.dataset.isi] || "-"; });
  form.querySelector("[data-kepala]").hidden = false;
  lines.querySelector("[data-petunjuk]").textContent = SCAN.asSent;
  lines.querySelector("[data-tambah-baris]").hidden = true;
  form.querySelector("[data-menuju]")?.remove();
  const own = [...form.elements.gudang.options].find((one) => one.value === surat.tujuan);
  if (own) form.elements.gudang.value = own.value;
  elsewhere();
  rows().forEach((one) => tally(one));
}

async function found(surat, scanned) {
  show(surat, scanned);
  form.dispatchEvent(new Event("change", { bubbles: true }));
  lines.scrollIntoView({ block: "start" });
  await tellPast(surat, true);
}

/** Whether the unit has received it before, as far as the unit can be asked. */
async function tellPast(surat, proposes) {
  past.hidden = true;
  try {
    const answer = await fetch(`/stok/terima-kiriman/riwayat?merujuk=${surat.baris.map((one) => one.merujuk).join(",")}`, { cache: "no-store", headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE_MS) });
    const told = answer.ok && !answer.redirected ? await answer.json() : {};
    past.hidden = !told.kalimat;
    past.querySelector("span").textContent = told.kalimat ?? "";
    if (told.sudah) countOn(told.sudah, proposes);
  } catch {
    past.hidden = true; // the unit is away: it says so when it gets the record
  }
}

/** Later parts count from what is left; what was only proposed as received follows. */
function countOn(told, proposes) {
  for (const row of rows()) {
    const came = input(row, "diterima"), whole = awaited(row);
    const proposed = proposes && whole !== null && came.value === shown(whole);
    row.dataset.sudah = told[input(row, "merujuk").value] ?? 0;
    if (proposed) came.value = shown(Math.max(0, awaited(row)));
    tally(row, proposes && came);
  }
  if (rows().some((one) => Number(one.dataset.sudah) > 0)) lines.querySelector("[data-petunjuk]").textContent = SCAN.restAsSent;
}

/** A surat jalan of another place is asked about, not refused. */
function elsewhere() {
  const chosen = form.elements.gudang.selectedOptions[0], other = Boolean(paper && chosen?.value && chosen.value !== paper.tujuan);
  box.hidden = !other && !(box.querySelector("input").checked && !paper);
  if (other) box.querySelector("[data-lain-kata]").textContent = SCAN.other(paper.tujuan_nama, chosen.text);
  if (paper && !other) box.querySelector("input").checked = false;
}

/** A draft or a record that comes back needs its lines before its values. */
function makeRoom({ detail: pairs }) {
  const scanned = pairs.find(([name]) => name === "surat")?.[1], last = Math.max(0, ...pairs.map(([name]) => Number(name.match(/^b(\d+)-/)?.[1] ?? 0)));
  const surat = scanned && read(scanned);
  if (surat) { show(surat, scanned); tellPast(surat); }
  else while (rows().length < Math.min(last, MOST) && add("data-diketik"));
}

/** The surat jalan of the parts that were scanned, null when they are not one. */
function read(scanned) {
  try {
    const parts = new Parts();
    partsIn(scanned).forEach((one) => parts.add(one));
    const whole = parts.whole();
    return whole === undefined ? null : waybill(whole);
  } catch (error) {
    if (error instanceof NoWaybill) return null;
    throw error;
  }
}

// the unit may know better where a kirim was bound: then there must be something to tick
new MutationObserver(() => { if (box.classList.contains("bad")) box.hidden = false; }).observe(box, { attributes: true, attributeFilter: ["class"] });

const signing = form.querySelector("[data-ttd]").closest("details");
signing.addEventListener("toggle", () => import("./tanda_tangan.js"), { once: true });

const more = lines.querySelector("[data-tambah]");
more.type = "button"; // with a script nobody needs the unit for one more line
more.addEventListener("click", () => add("data-diketik")?.querySelector("select").focus());
lines.addEventListener("input", ({ target }) => { const row = target.closest(".goods-line"); if (row) tally(row, target); });
form.elements.gudang.addEventListener("change", elsewhere);
form.elements.lagi.addEventListener("change", ({ target }) => rows().forEach((one) => tally(one, target)));
form.addEventListener("tagana-isi", makeRoom);
form.addEventListener("input", ({ target }) => { if (target === form) rows().forEach((one) => tally(one)); });
paper = read(form.elements.surat.value);
rows().forEach((one) => tally(one));
watchScanner(form.querySelector("[data-pindai]"), found);
