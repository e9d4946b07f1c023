// SOS: held for three seconds by finger, mouse or key, or tapped twice; and said loudly while it has not left the tablet.

import { discardButton, icon, link, make } from "./butir.js";
import { SAY } from "./kata.js";
import { classOf, localTime } from "./posisi.js";
import { discard, fate, onChange, records } from "./simpanan.js";
import "./ketuk.js";

const HOLD_MS = 3_000, TICK_MS = 100, FIX_MS = 20_000;
const form = document.querySelector("form[data-sos]"), hold = form.querySelector(".hold");
const count = document.getElementById("hitung"), box = document.getElementById("sos-di-tablet");
let since = 0, timer = 0;

function begin() {
  if (since) return;
  since = performance.now();
  hold.classList.add("held");
  navigator.vibrate?.(80);
  timer = setInterval(tick, TICK_MS);
  tick();
}

function tick() {
  const left = HOLD_MS - (performance.now() - since);
  if (left <= 0) return done();
  const text = SAY.holdOn(Math.ceil(left / 1000));
  if (count.textContent !== text) count.textContent = text;
  return undefined;
}

function done() {
  stop();
  count.textContent = SAY.sending;
  navigator.vibrate?.([200, 100, 200]);
  form.requestSubmit();
}

function stop() {
  clearInterval(timer);
  since = 0;
  hold.classList.remove("held");
}

function letGo() {
  if (!since) return;
  stop();
  count.textContent = SAY.letGo;
}

const isPress = (event) => event.key === " " || event.key === "Enter";

function listen() {
  hold.hidden = false;
  hold.addEventListener("pointerdown", (event) => { if (event.button === 0) { hold.setPointerCapture(event.pointerId); begin(); } });
  for (const name of ["pointerup", "pointercancel", "blur"]) hold.addEventListener(name, letGo);
  hold.addEventListener("keydown", (event) => { if (isPress(event)) { event.preventDefault(); begin(); } });
  hold.addEventListener("keyup", (event) => { if (isPress(event)) { event.preventDefault(); letGo(); } });
  hold.addEventListener("contextmenu", (event) => event.preventDefault());
  form.addEventListener("tagana-di-tablet", onHeld);
  form.addEventListener("tagana-tidak-tersimpan", () => { count.textContent = ""; });
}

// ---- not yet out of the tablet

function onHeld(event) {
  const { held, outcome } = event.detail;
  count.textContent = "";
  if (outcome.state === "check") return;
  event.preventDefault();
  showHeld(held, outcome);
}

/** Why it is still here: the unit refused it, wants a sign-in, cannot take it now, or is out of reach. */
function whyHeld(refused, { signIn, why }) {
  if (refused) return SAY.fates.refused;
  if (signIn) return SAY.sosSignIn;
  return why ? SAY.sosNotTaken(why) : SAY.sosHeldWhat;
}

function showHeld(held, outcome = {}) {
  const refused = held.keadaan === "diperiksa", told = make("p", {}, whyHeld(refused, outcome));
  const words = { discard: SAY.sosCancel, discardSure: SAY.sosCancelSure }; // asks again: the finger that held may still lie on it
  const cancel = discardButton(words, async () => { await discard(held.kunci); box.replaceChildren(make("p", { class: "note" }, SAY.takenBack)); });
  const note = make("section", { class: "problems", tabindex: "-1" }, make("h2", {}, icon("sos"), SAY.sosHeld), told,
    make("p", { class: "row" }, ...(outcome.signIn ? [link(SAY.signIn, "/masuk?ke=/sos")] : []), cancel));
  box.replaceChildren(note);
  form.hidden = !refused; // what the unit refused is not on its way: a new call is
  onChange(async () => {
    const now = await fate(held);
    if (now === "arrived" && note.isConnected) arrived(note);
    else if (now === "refused") told.textContent = SAY.fates.refused;
  });
  note.scrollIntoView({ block: "start" });
  note.focus();
}

function arrived(note) {
  note.replaceWith(make("section", { class: "saved" }, make("p", {}, make("strong", {}, icon("unit"), SAY.sosArrived)), make("p", {}, link(SAY.sosSee, "/sos"))));
}

async function earlier() {
  const [waiting] = (await records()).filter((one) => one.alamat === "/catat/sos");
  if (waiting) showHeld(waiting);
}

// ---- where: the unit's position is in the form already; without one, the tablet's own

function locate() {
  if (form.elements.lat || !isSecureContext || !navigator.geolocation) return;
  navigator.geolocation.getCurrentPosition(place, () => {}, { enableHighAccuracy: true, timeout: FIX_MS, maximumAge: 60_000 });
}

/** Accuracy 0 is what pretended positions say. */
function place({ coords, timestamp }) {
  if (!(coords.accuracy > 0)) return;
  const typed = (value) => value.toFixed(5).replace(".", ",");
  const told = { lat: typed(coords.latitude), lon: typed(coords.longitude), akurasi: classOf(coords.accuracy), sumber_gps: "tablet", waktu_posisi: localTime(form, timestamp) };
  for (const [name, value] of Object.entries(told)) form.append(make("input", { type: "hidden", name, value }));
  document.getElementById("posisi").textContent = SAY.sosPlaced;
}

listen();
locate();
earlier();
