// On every page: the badge of this tablet, whether the unit is within reach, and the outbox that empties by itself.

import { ask, askLists, sendAll } from "./kirim.js";
import { count, keepLists, lists, onChange } from "./simpanan.js";
import { SAY } from "./kata.js";

const SEEN_MS = 8_000, HIDDEN_MS = 60_000, LONGEST_MS = 10_000;
const shell = "kerangka" in document.body.dataset;
let failures = 0, timer = 0, running = false;

async function paintTablet() {
  const badge = document.getElementById("di-tablet"), held = await count();
  if (!badge) return;
  badge.hidden = false;
  badge.className = `badge ${held ? "waiting" : "calm"}`;
  badge.querySelector("span").textContent = SAY.held(held);
}

function paintUnit(state) {
  const badge = document.getElementById("di-unit");
  if (!badge) return;
  const [text, tone, picture] = unitWords(state), word = badge.querySelector("span"), use = badge.querySelector("use");
  if (word.textContent !== text) word.textContent = text;
  badge.className = `badge ${tone}`;
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${picture}`));
}

function unitWords(state) {
  if (!state) return [SAY.away, "away", "sambungan"];
  if (!("daftar" in state)) return [state.masuk ? SAY.signIn : SAY.closed, "waiting", "segel"];
  return [state.teks, state.tenang ? "calm" : "waiting", state.menunggu ? "antre" : "diterima"];
}

/** What a page without the unit cannot know by itself. */
function remember(state) {
  localStorage.setItem("tagana.kejadian", JSON.stringify([state.kejadian, state.nama_kejadian]));
}

async function refreshLists(tag) {
  if ((await lists())?.daftar === tag) return;
  const told = await askLists();
  if (told) await keepLists(told);
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

async function meet(state) {
  failures = state ? 0 : failures + 1;
  paintUnit(state);
  for (const one of document.querySelectorAll("[data-terputus]")) one.hidden = Boolean(state);
  if (!state || !("daftar" in state)) return;
  remember(state);
  await sendAll();
  await refreshLists(state.daftar);
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
paintTablet();
round();
addEventListener("online", round);
addEventListener("tagana-tersimpan", round);
document.addEventListener("visibilitychange", () => { if (!document.hidden) round(); });
if (isSecureContext && "serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js");
