// The page Peta: asks for what is on it, draws it, lists it, and says how old it is.

import { icon, make } from "../butir.js";
import { age } from "../kata.js";
import { ask, askNames, here, keep, kept, setClock } from "./data.js";
import { readable } from "./berkas.js";
import { fill, isOld, list, panel, repaintAges } from "./daftar.js";
import { draw } from "./mesin.js";
import { layersOff, paintLayers } from "./lapis.js";
import { paintFiles } from "./simpan.js";
import { own } from "./posisi.js";
import { circle, extent } from "./ilmu_ukur.js";

const EVERY_MS = 15_000, MOST_MARKS = 150, LABELS_FROM = 11, LABELS_BELOW = 12, NEAR_PX = 30, ASKED_ZOOM = 12;
const setting = JSON.parse(document.getElementById("peta-isi").textContent), { kata, lapis: layers } = setting;
const place = (name) => document.getElementById(name);
const layerOf = (one) => layers.find((each) => each.nama === one.properties.lapis);
const off = layersOff();
const marks = new Map();
let told, heard = 0, byId = new Map(), chart, away = false, failed = false, chosen = "", tablet;

// ---- what is told

async function round() {
  if (!document.hidden) await poll();
  setTimeout(round, EVERY_MS);
}

async function poll() {
  const answer = await ask();
  if (!answer.away && !answer.signIn) heard = Date.now();
  if (answer.told) take(answer.told);
  if (answer.unit) move(answer.unit);
  await meet(answer);
}

async function meet({ told: fresh, away: gone, signIn }) {
  const was = away;
  away = Boolean(gone || signIn);
  if (was && !away) failed = false;
  if (signIn && told) forget();
  if (away && !told) await remember();
  if (fresh) { await keep(told); } else if (was !== away && told) { paintList(); }
  say(signIn ? kata.masuk : kata.jauh);
  repaintAges(place("isi"), kata, byId);
  if (told && !chart && !failed) await start();
  else paintMap();
}

async function remember() {
  const found = await kept();
  if (found) take(found);
}

function take(fresh) {
  told = { nama: told?.nama, ...fresh };
  setClock(told);
  byId = new Map(told.features.map((one) => [one.id, one]));
  paintList();
}

/** Nobody is signed in any more: protected places leave the screen too. */
function forget() {
  if (!told.features.some((one) => one.properties.terlindung)) return;
  take({ ...told, features: told.features.filter((one) => !one.properties.terlindung) });
  close();
}

/** Only the unit's own point is another one. */
function move(unit) {
  const at = told.features.findIndex((one) => one.id === unit.id);
  if (at < 0) told.features.unshift(unit); else told.features[at] = unit;
  byId.set(unit.id, unit);
}

function say(sentence) {
  const note = place("peta-kabar"), text = told ? fill(sentence, age(heard || here(told.kini))) : kata.jauh_kosong;
  note.hidden = !away;
  if (away && note.firstElementChild.textContent !== text) note.firstElementChild.textContent = text;
}

function paintList() {
  const focus = document.activeElement?.closest?.("[data-id]")?.dataset.id;
  place("peta-daftar").replaceChildren(...list(told.features, layers, { kata, banyak: setting.banyak, jauh: away }));
  if (focus) document.querySelector(`[data-id="${CSS.escape(focus)}"] a`)?.focus();
  paintLayers(layers, told.features, off, () => { paintMap(); });
}

// ---- the map

async function start() {
  if (!told.berkas.length) return;
  place("peta-bingkai").hidden = false;
  const files = await readable(told.berkas, setting.mesin);
  const found = await draw(place("peta"), { ...setting, files, onMove: () => paintMarks() }).catch(() => undefined);
  place("peta-bingkai").hidden = !found;
  place("peta-alat").hidden = !found;
  place("peta-gagal").hidden = true;
  if (!found) return cannot();
  chart = found.chart;
  place("peta").dataset.mesin = found.simple ? "sederhana" : "webgl";
  if (found.simple) { place("peta-asal").prepend(make("span", {}, `${kata.tanpa_webgl} `)); }
  showAll();
  paintMap();
  openAsked();
  paintFiles(told.berkas, kata, place("peta-simpan"));
  showOrigins(files);
  keepSimple();
  return showNames();
}

function cannot() {
  failed = true;
  place("peta-gagal").hidden = false;
  place("peta-gagal").lastElementChild.textContent = away ? kata.tanpa_simpanan : kata.tanpa_mesin;
}

/** The light coast and what draws it stay on the tablet by its service worker: away from the unit there is a map without asking. */
function keepSimple() {
  if (away || !navigator.serviceWorker?.controller) return;
  for (const address of [setting.garis, setting.mesin["leaflet.js"], setting.mesin["leaflet.css"]]) fetch(address).catch(() => {});
}

/** Whose maps these are, as their files say it; what looks like markup there is left out. */
async function showOrigins(files) {
  for (const { dasar, source } of files) {
    const { attribution } = dasar ? {} : await new pmtiles.PMTiles(source).getMetadata().catch(() => ({}));
    const text = attribution && new DOMParser().parseFromString(attribution, "text/html").body.textContent;
    if (text) place("peta-asal").append(` · ${text}`);
  }
}

async function showNames() {
  const names = await askNames() ?? told.nama;
  if (!names?.features.length) return;
  chart.names(names);
  if (names !== told.nama) { told.nama = names; await keep(told); }
}

/** What the address names: `/peta#lokasi-3-17`. */
function openAsked() {
  const one = byId.get(decodeURIComponent(location.hash.slice(1)));
  if (one?.geometry?.type !== "Point") return;
  chart.go(one.geometry.coordinates, ASKED_ZOOM);
  paintMap();
  open(one);
}

const visible = () => [...told.features, ...(tablet ? [tablet] : [])].filter((one) => one.geometry && !off.has(one.properties.lapis));
const points = () => visible().filter((one) => one.geometry.type === "Point");

function showAll() {
  const box = extent(points().map((one) => one.geometry.coordinates));
  if (box) chart.fit(box);
}

function paintMap() {
  if (!chart) return;
  const lines = visible().filter((one) => one.geometry.type === "LineString").map((one) => ({ ...one, properties: { rupa: "jejak" } }));
  const rings = points().filter((one) => one.properties.akurasi_m > 0).map((one) => circle(one.geometry.coordinates, one.properties.akurasi_m));
  chart.shapes({ type: "FeatureCollection", features: [...rings, ...lines] });
  paintMarks();
}

function paintMarks() {
  if (!chart) return;
  const [west, south, east, north] = chart.box();
  const seen = points().filter(({ geometry: { coordinates: [lng, lat] } }) => lng >= west && lng <= east && lat >= south && lat <= north);
  const shown = seen.slice(0, MOST_MARKS);
  chart.put(new Map(shown.map((one) => [mark(one), one.geometry.coordinates]).reverse()));
  place("peta").classList.toggle("berlabel", chart.zoom() >= LABELS_FROM || shown.length < LABELS_BELOW);
  place("peta").dataset.titik = shown.length;
  place("peta-banyak").hidden = seen.length === shown.length;
  place("peta-banyak").textContent = fill(kata.banyak, seen.length - shown.length);
  requestAnimationFrame(() => thinNames(shown));
}

const overlap = (one, other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

const within = (one, frame) => one.left >= frame.left && one.right <= frame.right && one.top >= frame.top && one.bottom <= frame.bottom;
const OVER_IT = ".tombol-peta button, .maplibregl-ctrl-scale, .leaflet-control-scale-line";

/** A name that would be cut, lie under a button, or cover a mark or an earlier name is left out. */
function thinNames(shown) {
  const made = shown.map((one) => marks.get(one.id)), names = made.map((one) => one.querySelector(".nama"));
  const frame = place("peta").getBoundingClientRect(), taken = [...place("peta-bingkai").querySelectorAll(OVER_IT)].map((one) => one.getBoundingClientRect());
  for (const name of names) name.classList.remove("tertutup");
  const dots = made.map((one) => one.getBoundingClientRect()), boxes = names.map((name) => name.getBoundingClientRect());
  for (const [n, box] of boxes.entries()) {
    const hit = !within(box, frame) || taken.some((other) => overlap(box, other)) || dots.some((dot, m) => m !== n && overlap(box, dot));
    if (hit) names[n].classList.add("tertutup");
    else taken.push(box);
  }
}

function mark(one) {
  const layer = layerOf(one), { nama, angka } = one.properties, old = isOld(one, layer);
  if (!marks.has(one.id)) marks.set(one.id, make("button", { type: "button", "data-titik-id": one.id, onclick: () => open(byId.get(one.id) ?? one) }));
  const made = marks.get(one.id), text = [nama, angka].filter(Boolean).join(", "), face = `titik ${one.properties.lapis}${old ? " tua" : ""}`;
  for (const name of ["titik", "tua"]) made.classList.toggle(name, face.includes(name));
  made.classList.add(one.properties.lapis);
  made.setAttribute("aria-pressed", String(chosen === one.id));
  if (made.getAttribute("aria-label") !== text) {
    made.setAttribute("aria-label", text);
    made.replaceChildren(icon(layer?.ikon ?? "gps"), make("span", { class: "nama", "aria-hidden": "true" }, angka && one.properties.lapis !== "unit" ? `${nama}: ${angka}` : nama));
  }
  return made;
}

// ---- one thing

function open(one) {
  chosen = one.id;
  const near = beside(one.id).map((id) => byId.get(id)).filter(Boolean);
  const shown = panel(one, layerOf(one) ?? { ikon: "gps" }, { kata, jauh: away, near, open, close });
  place("peta-panel").replaceChildren(...shown);
  place("peta-panel").hidden = false;
  paintMarks();
  shown[0].focus();
  shown[0].scrollIntoView({ block: "nearest" });
}

function close() {
  const mark = marks.get(chosen);
  chosen = "";
  place("peta-panel").hidden = true;
  paintMarks();
  mark?.focus();
}

/** Marks that lie so close to this one that it covers them. */
function beside(id) {
  const at = marks.get(id)?.getBoundingClientRect();
  if (!at) return [];
  const near = ([other, element]) => {
    const there = element.isConnected && element.getBoundingClientRect();
    return other !== id && there && Math.hypot(there.x - at.x, there.y - at.y) < NEAR_PX;
  };
  return [...marks].filter(near).map(([other]) => other);
}

// ---- buttons

async function toMe() {
  const { found, sentence } = await own(kata, told.features.find((one) => one.id === "unit"), (text) => tell(text));
  tablet = found?.id === "tablet" ? found : tablet;
  tell(sentence);
  if (found?.geometry) chart.go(found.geometry.coordinates, 13);
  paintMap();
}

function tell(text) {
  place("peta-pesan").hidden = false;
  place("peta-pesan").textContent = text;
}

const ACTS = { dekatkan: () => chart.by(1), jauhkan: () => chart.by(-1), posisi: toMe, semua: showAll };
for (const button of document.querySelectorAll("[data-peta]")) button.addEventListener("click", () => chart && ACTS[button.dataset.peta]());
for (const button of document.querySelectorAll("[data-geser]")) button.addEventListener("click", () => chart?.pan(...button.dataset.geser.split(",").map(Number)));
document.addEventListener("visibilitychange", () => { if (!document.hidden) poll(); });
addEventListener("online", poll);
place("peta-tanpa-skrip").remove();
round();
