// On every page: what waits on this tablet and in the unit, the last contact with each, who calls for help; and the outbox that empties by itself.

import { icon, make } from "./butir.js";
import { age, PHOTO, SAY } from "./kata.js";
import { ask, askLists, sendAll, unitNow } from "./kirim.js";
import { countPhotos, onPhotos } from "./foto_simpanan.js";
import { count, keepLists, lists, news, onChange } from "./simpanan.js";

const SEEN_MS = 5_000, HIDDEN_MS = 60_000, LONGEST_MS = 60_000, AGES_MS = 20_000, AGAIN_MS = 15_000;
const MET = "tagana.unit";
const shell = "kerangka" in document.body.dataset;
let failures = 0, timer = 0, running = false, last, registered = 0;

const place = (name) => document.getElementById(name);

/** Only what changed is written: else a screen reader would say it again and again. */
function write(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

async function paintTablet() {
  const word = place("di-tablet"), badge = word?.closest(".badge"), held = await count(), pictures = await countPhotos(), told = (await news()).length;
  if (!badge) return;
  badge.hidden = false;
  badge.className = `badge ${held || pictures || told ? "waiting" : "calm"}`;
  write(word, pictures ? PHOTO.held(held, pictures) : told && !held ? SAY.told : SAY.held(held));
}

function paintUnit(state) {
  const word = place("di-unit"), badge = word?.closest(".badge");
  if (!badge) return;
  const [text, tone, picture] = unitWords(state), use = badge.querySelector("use");
  write(word, text);
  badge.className = `badge ${tone}`;
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${picture}`));
}

function unitWords(state) {
  if (!state) return [SAY.away, "away", "sambungan"];
  if (!("daftar" in state)) return [state.masuk ? SAY.signIn : SAY.closed, "waiting", "segel"];
  return [state.teks, state.tenang ? "calm" : "waiting", state.menunggu ? "antre" : "diterima"];
}

/** Ages are counted here, so that what the unit says stays the same while nothing happens. */
function paintAges() {
  const met = Number(localStorage.getItem(MET)), center = last?.kontak;
  write(place("kabar-unit"), SAY.unitAge(met ? age(met) : SAY.never));
  if (last === null) write(place("kabar-pusat"), SAY.centerUnknown);
  else if (last && "kontak" in last) write(place("kabar-pusat"), SAY.centerAge(center ? age(center * 1000, unitNow()) : last.belum ?? SAY.never));
  for (const one of document.querySelectorAll("[data-sejak]")) write(one, age(Number(one.dataset.sejak) * 1000, unitNow()));
}

/** Calls for help come and go on open pages too. */
function paintCalls(calls) {
  const box = place("panggilan"), told = JSON.stringify(calls);
  if (!box || box.dataset.isi === told) return;
  box.dataset.isi = told;
  box.replaceChildren(...calls.map((one) => make("p", { class: "alarm" }, icon("sos"),
    make("a", { href: one.alamat }, make("span", { "data-sejak": one.pada }, age(one.pada * 1000, unitNow())), `: ${one.teks}`))));
}

function paintAsked(state) {
  for (const name of ["tugas", "peringatan"]) {
    const bubble = place(`banyak-${name}`);
    if (!bubble) continue;
    write(bubble, String(state[name]));
    bubble.hidden = !state[name];
  }
}

/** What a page without the unit cannot know by itself. */
function remember(state) {
  localStorage.setItem(MET, Date.now());
  localStorage.setItem("tagana.kejadian", JSON.stringify([state.kejadian, state.nama_kejadian]));
}

async function refreshLists(tag) {
  if ((await lists())?.daftar === tag) return localStorage.setItem("tagana.daftar", Date.now());
  const told = await askLists();
  if (!told) return;
  await keepLists(told);
  localStorage.setItem("tagana.daftar", Date.now());
}

async function round() {
  if (running) return;
  running = true;
  clearTimeout(timer);
  try {
    await meet(await ask());
  } finally {
    running = false;
    timer = setTimeout(round, rest());
  }
}

/** True when the page was made before what the unit told first. */
function isOlder(state) {
  return (place("panggilan")?.childElementCount ?? 0) !== (state.sos?.length ?? 0)
    || ["tugas", "peringatan"].some((name) => place(`banyak-${name}`) && name in state && place(`banyak-${name}`).textContent !== String(state[name]));
}

async function meet(state) {
  failures = state ? 0 : failures + 1;
  if (state && (last ? state !== last : isOlder(state))) dispatchEvent(new Event("tagana-keadaan"));
  last = state;
  paintUnit(state);
  for (const one of document.querySelectorAll("[data-terputus]")) one.hidden = Boolean(state);
  if (!state || !("daftar" in state)) return paintAges();
  remember(state);
  paintAges();
  paintCalls(state.sos);
  paintAsked(state);
  registerAgain();
  await sendAll();
  if (await countPhotos()) import("./foto_kirim.js").then(({ sendPhotos }) => sendPhotos()); // few tablets hold one
  return refreshLists(state.daftar);
}

/** What works without the unit. It fails as a whole, as while this tablet is being paired, and then the browser would not ask again on this page. */
function register() {
  if (!isSecureContext || !("serviceWorker" in navigator)) return;
  registered = Date.now();
  navigator.serviceWorker.register("/sw.js").catch(() => {}); // a page near its unit works without
}

function registerAgain() {
  if (!navigator.serviceWorker?.controller && Date.now() - registered > AGAIN_MS) register();
}

/** Full jitter after failures, so that eight tablets do not knock together. */
function rest() {
  if (document.hidden) return HIDDEN_MS;
  return failures ? 1_000 + Math.random() * Math.min(LONGEST_MS, 1_000 * 2 ** failures) : SEEN_MS;
}

function applyTheme() {
  const root = document.documentElement;
  if (shell) root.dataset.tampilan = localStorage.getItem("tagana.tampilan") ?? root.dataset.tampilan;
  else localStorage.setItem("tagana.tampilan", root.dataset.tampilan);
}

applyTheme();
onChange(paintTablet);
onPhotos(paintTablet);
paintTablet();
paintAges();
round();
setInterval(paintAges, AGES_MS);
addEventListener("online", round);
addEventListener("offline", round);
addEventListener("tagana-tersimpan", round);
document.addEventListener("visibilitychange", () => { if (!document.hidden) round(); });
register();
