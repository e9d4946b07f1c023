// Lines of a paper: more of them by a button, packages counted into units, totals, what is left; and the goods of a kept form.

import { make } from "./butir.js";
import { shown as said } from "./isi_formulir.js";
import { number, shown } from "./langkah.js";
import { age, STOCK } from "./kata.js";
import { lists } from "./simpanan.js";

const FACTS = ["satuan", "skala", "isi", "kemasan", "usul"]; // of goods, beside what is left of them
const MOST = { b: 40, h: 40, p: 100 };
const form = document.querySelector("form.papers");
const shell = "kerangka" in document.body.dataset;
let known = { stok: [], gudang: [] };

const section = (letter) => form.querySelector(`[data-bagian-baris="${letter}"]`);
const linesOf = (letter) => [...section(letter).querySelectorAll(":scope > .goods-line")];
const nameOf = (line) => line.dataset.baris ?? line.dataset.orang;
const input = (line, end) => line.querySelector(`[name="${nameOf(line)}${end}"]`);

// ---- more lines

/** The next line of that part, empty; null when a paper holds no more. */
function addLine(letter) {
  const template = section(letter).querySelector("template"), last = linesOf(letter).at(-1);
  const next = last ? Number(nameOf(last).slice(1, -1)) + 1 : 1;
  if (next > MOST[letter] && !("hitung" in form.dataset)) return null;
  const made = template.content.firstElementChild.cloneNode(true);
  rename(made, letter, next);
  template.previousElementSibling.before(made);
  offerShelf(made);
  return made;
}

/** `b0-` becomes `b7-` wherever it stands. */
function rename(made, letter, next) {
  for (const one of [made, ...made.querySelectorAll("*")]) {
    for (const { name, value } of [...one.attributes]) {
      if (/(^|-)[bhp]0-/.test(value)) one.setAttribute(name, value.replace(/(^|-)[bhp]0-/, `$1${letter}${next}-`));
    }
  }
  const legend = made.querySelector("legend");
  legend.textContent = legend.textContent.replace(/\d+/, next);
}

/** Lines that stand there for whoever has no script: one is enough to begin with, and nobody need be listed. */
function dropSpare() {
  for (const letter of ["b", "h", "p"]) {
    if (!section(letter)?.querySelector("template")) continue;
    const spare = linesOf(letter).slice(letter === "p" || section(letter).querySelector("[name$='-stok'][type=hidden]") ? 0 : 1);
    for (const line of spare.reverse()) {
      if ([...line.querySelectorAll("input, select")].some((one) => one.value && !one.name.endsWith("-arah"))) break;
      line.remove();
    }
  }
}

function watchButtons() {
  for (const one of form.querySelectorAll("[data-tambah]")) {
    one.type = "button"; // with a script nobody needs the unit for one more line
    one.addEventListener("click", () => {
      const made = addLine(one.dataset.tambah);
      if (!made) return one.replaceWith(make("p", { class: "hint", role: "status" }, STOCK.full(MOST[one.dataset.tambah])));
      made.querySelector("select, input:not([type=hidden])").focus();
      return paint();
    });
  }
}

/** A draft or a record that comes back needs its lines before its values. */
function makeRoom({ detail: pairs }) {
  const gudang = pairs.find(([name]) => name === "gudang")?.[1];
  if (shell && gudang) chooseStore(gudang);
  putGoodsBack(new Map(pairs));
  for (const letter of ["b", "h", "p"]) {
    if (!section(letter)?.querySelector("template")) continue;
    const wanted = Math.max(0, ...pairs.map(([name]) => name.match(/^([bhp])(\d+)-/)).filter((one) => one?.[1] === letter).map((one) => Number(one[2])));
    while (linesOf(letter).length < Math.min(wanted, MOST[letter]) && addLine(letter));
  }
}

const isSet = (line) => input(line, "stok")?.type === "hidden";
const keyOf = (line) => `${input(line, "stok").value} ${input(line, "merujuk")?.value ?? ""}`;

/** Lines whose goods the page knows stand where they stood when they were typed: the shelf may have changed since. */
function putGoodsBack(typed) {
  const lines = linesOf("b").filter(isSet), wanted = lines.map((line) => [`${nameOf(line)}stok`, `${nameOf(line)}merujuk`].map((name) => typed.get(name)));
  if (!wanted.some(([stok]) => stok !== undefined)) return;
  const goods = new Map(lines.map((line) => [keyOf(line), [line.querySelector("legend").textContent, { ...line.dataset }]]));
  const asked = wanted.map(([stok, ref]) => (stok === undefined ? undefined : `${stok} ${ref ?? ""}`));
  const rest = [...goods.keys()].filter((key) => !asked.includes(key));
  lines.forEach((line, index) => dress(line, asked[index] ?? rest.shift() ?? keyOf(line), goods));
}

function dress(line, key, goods) {
  const [legend, data] = goods.get(key) ?? [STOCK.gone, {}], [stok, ref] = key.split(/ (?=[^ ]*$)/);
  line.querySelector("legend").textContent = legend;
  input(line, "stok").value = stok;
  if (ref && input(line, "merujuk")) input(line, "merujuk").value = ref;
  for (const name of [...FACTS, "sisa"]) {
    if (data[name] === undefined) delete line.dataset[name];
    else line.dataset[name] = data[name];
  }
}

// ---- what a kept form offers

const option = ([value, label, group, data]) => {
  const made = new Option(label, value);
  Object.assign(made.dataset, data);
  return [group, made];
};

function put(select, rows) {
  const groups = new Map();
  for (const [group, made] of rows.map(option)) {
    if (!group) select.append(made);
    else (groups.get(group) ?? groups.set(group, select.appendChild(make("optgroup", { label: group }))).get(group)).append(made);
  }
}

function offerShelf(line) {
  const select = shell && input(line, "stok"), gudang = form.elements.gudang.value;
  if (!select || select.type === "hidden") return;
  const chosen = select.value;
  [...select.options].slice(1).forEach((one) => one.remove());
  put(select, known.stok.filter(([place]) => place === gudang).map((one) => one.slice(1)));
  select.value = chosen;
}

function chooseStore(value) {
  const select = form.elements.gudang;
  if (select.tagName !== "SELECT") return;
  select.value = value;
  linesOf("b").forEach(offerShelf);
  if ("hitung" in form.dataset) countShelf();
}

/** Of a shelf that is counted every batch gets its line, without what the book says. */
function countShelf() {
  const rows = known.stok.filter(([place]) => place === form.elements.gudang.value);
  linesOf("b").forEach((one) => one.remove());
  for (const [, value, , , data] of rows) {
    const line = addLine("b");
    line.querySelector("legend").textContent = data.barang;
    for (const end of ["barang", "batch"]) input(line, end).closest(".field").remove();
    line.append(make("input", { type: "hidden", name: `${nameOf(line)}stok`, value }));
    for (const name of FACTS) if (data[name]) line.dataset[name] = data[name];
  }
  addLine("b"); // what lies there and is in no book
}

async function fillShell() {
  const told = (await lists())?.isi;
  known = { ...known, ...told };
  for (const one of form.querySelectorAll("[data-kosong]")) one.hidden = !told || known.gudang.length > 0;
  put(form.elements.gudang, known.gudang.map(([value, label]) => [value, label, "", {}]));
  form.elements.gudang.addEventListener("change", ({ target }) => { chooseStore(target.value); paint(); });
  if (known.gudang.length === 1) chooseStore(known.gudang[0][0]);
}

// ---- the gate, as far as this tablet knows

/** What the unit told last of the chosen kejadian: never that goods may leave, only that they may not, or that nobody knows. */
function paintGate() {
  const told = form.querySelector("[data-gerbang]");
  if (!told) return;
  const [chosen] = JSON.parse(localStorage.getItem("tagana.kejadian") ?? "[null]"), at = Number(localStorage.getItem("tagana.daftar"));
  const gate = at && known.gerbang?.find(([ref]) => ref === chosen)?.[1], typed = new FormData(form);
  const asked = typed.get("darurat") !== "ya" || !typed.get("alasan")?.trim() || !typed.get("darurat_oleh")?.trim();
  told.hidden = gate === "buka" || !asked;
  told.textContent = gate ? STOCK.shut(age(at), told.dataset.gerbang === "kirim") : STOCK.gateUnknown;
  if (gate === "tutup" && told.dataset.gerbang === "salur" && !told.dataset.tampil) {
    told.dataset.tampil = "ya"; // once: whoever folds it again has seen it
    form.elements.alasan.closest("details").open = true;
  }
}

// ---- what a line says

/** Facts of the goods of a line: those of the batch on the shelf, else of the item. */
function factsOf(line) {
  if (line.dataset.satuan) return line.dataset;
  for (const end of ["stok", "barang"]) {
    const chosen = input(line, end)?.selectedOptions?.[0];
    if (chosen?.value) return { nama: chosen.text, ...chosen.dataset };
  }
  return null;
}

const typed = (line, end) => number(input(line, end)?.value ?? "");

/** Units of a line, in whole and broken ones; null when nothing was typed, NaN when it cannot be counted. */
function unitsOf(line, facts) {
  const packages = typed(line, "kemasan"), loose = typed(line, "jumlah");
  if (packages === null) return loose;
  const holds = typed(line, "isi") ?? (facts?.isi ? Number(facts.isi) : NaN);
  return packages * holds + (loose ?? 0);
}

/** The whole line in words, for the look before saving. */
function brief(line, facts, units) {
  const chosen = facts.barang ?? facts.nama ?? line.querySelector("legend").textContent;
  const rest = [...line.querySelectorAll("input:not([type=hidden]), select")].filter((one) => !/-(stok|barang|kemasan|isi|jumlah)$/.test(one.name) && one.value);
  return [chosen, lineText(line, facts, units, null), ...rest.map(said)].join(" · ");
}

function paintLine(line) {
  const facts = factsOf(line), told = line.querySelector("[data-hasil]"), units = unitsOf(line, facts);
  const name = line.querySelector("[data-kemasan-baris]");
  if (name) name.textContent = facts?.kemasan ?? "";
  if (facts && units !== null && !Number.isNaN(units)) line.dataset.ringkas = brief(line, facts, units);
  else delete line.dataset.ringkas;
  const unit = input(line, "jumlah").closest(".field").querySelector("[data-satuan-baris]");
  if (unit) unit.textContent = facts?.satuan ?? STOCK.unit;
  paintOffer(line, facts);
  told.hidden = !facts || (units === null && facts.sisa === undefined);
  if (told.hidden) return;
  const left = facts.sisa === undefined ? null : Number(facts.sisa) / 10 ** Number(facts.skala ?? 0) - (units || 0);
  told.classList.toggle("odd", Number.isNaN(units) || (left !== null && left < 0 && "rak" in form.dataset) || "habis" in facts);
  told.textContent = lineText(line, facts, units, left);
}

/** What a line makes; while nobody has typed an amount, what lies there. */
function lineText(line, facts, units, left) {
  if (units === null) return facts.nama ?? "";
  if (Number.isNaN(units)) return STOCK.noSize;
  const packages = typed(line, "kemasan"), loose = typed(line, "jumlah");
  const whole = packages ? STOCK.packed(shown(packages), facts.kemasan || STOCK.package, loose ? shown(loose) : "", facts.satuan) : "";
  const total = `${shown(units)} ${facts.satuan}`;
  const parts = [whole ? `${whole} (${total})` : total];
  if (left !== null && !("hitung" in form.dataset) && (left >= 0 || "rak" in form.dataset)) parts.push(left < 0 ? STOCK.minus(shown(-left), facts.satuan) : STOCK.left(shown(left), facts.satuan));
  if ("habis" in facts) parts.push(STOCK.expired);
  return parts.join(" · ");
}

/** The usual size of a package is a suggestion: it counts only once somebody has tapped it. */
function paintOffer(line, facts) {
  const place = line.querySelector("[data-usulan]"), isi = input(line, "isi");
  if (facts?.isi && !isi.value && typed(line, "kemasan")) isi.value = facts.isi;
  const offers = facts?.usul && !facts.isi && !isi.value;
  place.hidden = !offers;
  if (!offers || place.dataset.untuk === facts.usul) return;
  place.dataset.untuk = facts.usul;
  place.replaceChildren(make("button", { type: "button", class: "chip", onclick: () => { isi.value = facts.usul; isi.dispatchEvent(new Event("input", { bubbles: true })); } }, STOCK.usual(facts.usul, facts.satuan, facts.kemasan)));
}

// ---- totals

function paintTotals() {
  const every = ["b", "h"].filter(section).flatMap(linesOf), told = form.querySelector("[data-total-surat]"), sums = new Map();
  let filled = 0;
  for (const line of every) {
    const facts = factsOf(line), units = unitsOf(line, facts);
    if (!facts || units === null || Number.isNaN(units)) continue;
    filled += 1;
    sums.set(facts.satuan, (sums.get(facts.satuan) ?? 0) + units);
  }
  told.hidden = filled === 0;
  told.textContent = STOCK.total(filled, [...sums].map(([unit, sum]) => `${shown(Number(sum.toFixed(3)))} ${unit}`).join(", "));
  if (section("p")) paintPeople();
}

function paintPeople() {
  const told = form.querySelector("[data-total-orang]"), people = linesOf("p");
  const sum = (end) => people.map((line) => typed(line, end)).filter((one) => one !== null && !Number.isNaN(one));
  const [kk, jiwa, paket] = ["kk", "jiwa", "paket"].map(sum), all = (one) => (one.length ? shown(one.reduce((a, b) => a + b, 0)) : null);
  told.hidden = !kk.length && !jiwa.length && !paket.length;
  told.textContent = STOCK.people(all(kk), all(jiwa), all(paket));
  const listed = Boolean(kk.length || jiwa.length);
  for (const name of ["kk", "jiwa"]) {
    const field = form.elements[name]?.closest(".field");
    if (field) field.hidden = listed;
    if (listed && form.elements[name]) form.elements[name].value = "";
  }
}

function paint() {
  ["b", "h"].filter(section).flatMap(linesOf).forEach(paintLine);
  paintTotals();
  paintGate();
}

async function start() {
  form.addEventListener("tagana-isi", makeRoom);
  if ("baru" in form.dataset) dropSpare();
  if (shell) await fillShell();
  watchButtons();
  form.addEventListener("input", paint);
  form.addEventListener("change", paint);
  paint();
}

form.siap = start();
