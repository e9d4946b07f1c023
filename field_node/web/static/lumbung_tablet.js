// Lumbung terdekat away from the unit: places with goods as the unit told them last, each with its age.

import { age } from "./kata.js";
import { unitNow } from "./kirim.js";
import { lists } from "./simpanan.js";

const place = (name) => document.getElementById(name);
const chosen = place("barang"), at = Number(localStorage.getItem("tagana.daftar"));
let depots = [];

/** One place with what is said of it; `goods`: its amounts in words, undefined where nobody said anything. */
function row([name, kind, far, since, source, doubt], goods) {
  const made = place("butir").content.cloneNode(true), part = (each) => made.querySelector(`[data-${each}]`);
  const put = (each, text) => { if (text) part(each).textContent = text; };
  put("nama", name);
  put("jenis", kind);
  put("jauh", far);
  if (!goods) { part("kata").remove(); return made; }
  put("jumlah", goods.map(([, text]) => text).join(", ") || place("butir").dataset.kosong);
  put("sumber", source);
  put("umur", since ? age(since * 1000, unitNow()) : age(at));
  if (doubt) part("ragu").querySelector("span span").textContent = doubt;
  else part("ragu").remove();
  return made;
}

/** What a place is said to have of the chosen goods, all of it with names when none are chosen; undefined where nobody said. */
function told([, , , , , , goods], names) {
  if (!chosen.value) return goods?.filter(([, , left]) => left).map(([item, text, left]) => [item, `${names.get(item) ?? item} ${text}`, left]);
  const found = goods?.filter(([item]) => String(item) === chosen.value);
  return found?.length ? found : undefined;
}

function show(part, rows) {
  const section = document.querySelector(`[data-bagian="${part}"]`);
  section.hidden = rows.length === 0;
  section.querySelector("[data-banyak]").textContent = rows.length;
  section.querySelector(".list").replaceChildren(...rows);
}

function paint(names) {
  const parts = { ada: [], kosong: [], belum: [] };
  for (const one of depots) {
    const goods = told(one, names), has = goods?.some(([, , left]) => left > 0);
    parts[!goods ? "belum" : has ? "ada" : "kosong"].push(row(one, goods));
  }
  for (const [name, rows] of Object.entries(parts)) show(name, rows);
  place("tidak-ada").hidden = parts.ada.length > 0;
  place("kedaluwarsa").hidden = parts.ada.length === 0;
}

/** From where distances are: the unit may have moved since, without any change in the lists. */
function tellSpot([name, since]) {
  document.querySelector("[data-dari]").hidden = false;
  document.querySelector("[data-dari-mana]").textContent = name;
  document.querySelector("[data-dari-kapan]").textContent = age(since * 1000, unitNow());
}

async function start() {
  const known = (await lists())?.isi ?? {};
  depots = known.lumbung ?? [];
  place("belum-ada").hidden = Boolean(known.lumbung);
  place("tanpa-lumbung").hidden = known.lumbung?.length !== 0;
  place("daftar").hidden = depots.length === 0;
  if (!depots.length) return;
  document.querySelector("[data-diambil]").textContent = age(at);
  if (known.lumbung_dari?.[0]?.[1]) tellSpot(known.lumbung_dari[0]);
  const named = new Map(known.barang.map(([value, label]) => [Number(value), label])), said = new Set(depots.flatMap((one) => (one[6] ?? []).map(([item]) => item)));
  chosen.append(...known.barang.filter(([value]) => said.has(Number(value))).map(([value, label]) => new Option(label, value)));
  const asked = new URLSearchParams(location.search).get("barang") ?? "";
  if (asked && ![...chosen.options].some(({ value }) => value === asked)) chosen.append(new Option(named.get(Number(asked)) ?? asked, asked));
  chosen.value = asked;
  const names = new Map([...named].map(([item, label]) => [item, label.replace(/ \([^)]*\)$/, "")]));
  chosen.addEventListener("change", () => paint(names));
  document.querySelector("[data-lagi]").href += location.search;
  paint(names);
}

start();
