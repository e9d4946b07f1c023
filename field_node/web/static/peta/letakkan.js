// In a form with coordinates: the point is where the middle of a small map lies. Buttons do all that fingers can.

import { icon, make } from "../butir.js";
import { forgetFix } from "../posisi.js";
import { ask, kept } from "./data.js";
import { readable } from "./berkas.js";
import { fill } from "./daftar.js";
import { draw, loadStyle } from "./mesin.js";

const CLOSE = 13, DIGITS = 5, MOST_MARKS = 60;
const box = document.querySelector("[data-letakkan]"), form = box.closest("form");
const setting = JSON.parse(box.querySelector("[data-setelan]").textContent), part = (name) => box.querySelector(`[data-${name}]`);
let chart;

const field = (name) => form.elements[name];
const number = (text) => (text?.trim() ? Number(text.trim().replace(",", ".").replace("−", "-")) : NaN);

/** Where to begin: what is typed, else where the unit is; undefined: the whole country. */
function start() {
  const { lat, lon } = box.closest("[data-posisi]")?.dataset ?? {};
  return [[field("lon")?.value, field("lat")?.value], [lon, lat]].map((pair) => pair.map(number)).find((pair) => pair.every(Number.isFinite));
}

async function open() {
  const shut = !part("isi").hidden;
  part("isi").hidden = shut;
  part("buka").setAttribute("aria-expanded", String(!shut));
  if (shut) return;
  if (!chart) await build();
  const at = start();
  if (chart && at) chart.go(at, CLOSE);
}

async function build() {
  say(setting.kata.memuat);
  await Promise.all(setting.gaya.map(loadStyle));
  const told = (await ask()).told ?? await kept(), files = told?.berkas?.length ? await readable(told.berkas, setting.mesin) : [];
  const found = files.length ? await draw(box.querySelector(".peta"), { ...setting, files, onMove: () => {} }) : undefined;
  chart = found?.chart;
  chart?.put(new Map((told?.features ?? []).filter((one) => one.geometry?.type === "Point").slice(0, MOST_MARKS).map((one) => [mark(one), one.geometry.coordinates])));
  part("isi").hidden = !chart;
  say(chart ? "" : setting.kata.tanpa_letak);
}

/** What is there already, to find one's way by. */
function mark({ properties: { lapis, nama } }) {
  const layer = setting.lapis.find((one) => one.nama === lapis);
  return make("div", { class: `titik ${lapis}`, "aria-hidden": "true" }, icon(layer?.ikon ?? "gps"), make("span", { class: "nama" }, nama));
}

function say(text) {
  part("kata").hidden = !text;
  part("kata").textContent = text;
}

/** The middle of the map into the form, as somebody would type it. */
function use() {
  const [lon, lat] = chart.middle();
  for (const [name, value] of Object.entries({ lat, lon })) put(name, value.toFixed(DIGITS).replace(".", ","));
  put("sumber_koordinat", "peta");
  forgetFix(form);
  say(fill(setting.kata.diletakkan, `${field("lat").value}; ${field("lon").value}`));
  part("isi").hidden = true;
  part("buka").focus();
}

function put(name, value) {
  const there = field(name);
  if (!there) return;
  there.value = value;
  const element = there instanceof RadioNodeList ? [...there].find((one) => one.checked) : there;
  for (const event of ["input", "change"]) element?.dispatchEvent(new Event(event, { bubbles: true }));
}

part("buka").addEventListener("click", open);
part("pakai").addEventListener("click", use);
for (const button of box.querySelectorAll("[data-langkah]")) button.addEventListener("click", () => chart.by(Number(button.dataset.langkah)));
for (const button of box.querySelectorAll("[data-geser]")) button.addEventListener("click", () => chart.pan(...button.dataset.geser.split(",").map(Number)));
box.hidden = !field("lat");
