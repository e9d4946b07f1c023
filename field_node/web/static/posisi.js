// Where the tablet is: the best of twenty seconds, taken by itself at 5 m; always said how good it is, never demanded.

import { fillField } from "./isi_formulir.js";
import { FILL } from "./kata.js";

const WINDOW_S = 20, GOOD_ENOUGH_M = 5, ROUGH_M = 100, MOST_M = 9_999;
const CLASSES = [[5, "5m"], [15, "15m"], [50, "50m"], [200, "200m"], [1000, "1km"]]; // as the records name them

/** The code of the smallest class that holds that accuracy. */
export const classOf = (metres) => CLASSES.find(([most]) => metres <= most)?.[1] ?? "kasar";
/** That instant in the zone of the form's unit, as its fields are typed. */
export const localTime = (form, at) => new Date(at + Number(form.dataset.jam) * 3_600_000).toISOString().slice(0, 19);
const degrees = (value) => value.toFixed(5).replace(".", ",");

/** Gives the coordinates of the form their buttons. */
export function watchPosition(box, form) {
  for (const each of form.querySelectorAll("[data-nilai]")) each.value ||= each.dataset.nilai; // without this script nobody would empty it again
  const take = box.querySelector("[data-ambil]"), unit = box.querySelector("[data-unit]");
  if (unit) {
    unit.hidden = false;
    unit.addEventListener("click", () => fromUnit(box, form));
  }
  for (const name of ["lat", "lon"]) form.elements[name].addEventListener("input", (event) => { if (event.isTrusted) typed(box, form); });
  if (!navigator.geolocation || !isSecureContext) return;
  take.hidden = false;
  take.addEventListener("click", () => search(box, form, take));
}

function fromUnit(box, form) {
  const { lat, lon, pada, akurasi } = box.dataset;
  put(form, { lat, lon, at: Number(pada) * 1000 || null, metres: Number(akurasi) || null }, "unit");
  say(box, FILL.unitPosition(Number(akurasi)), Number(akurasi) > ROUGH_M);
}

/** No receiver gave what the form says now. */
export function forgetFix(form) { for (const name of ["akurasi", "waktu_posisi", "sumber_gps", "akurasi_m"]) fill(form, name, ""); }

/** What a person types over a position is a typed one. */
function typed(box, form) {
  fill(form, "sumber_koordinat", "ketik");
  forgetFix(form);
  box.querySelector("[data-kabar]").hidden = true;
}

function fill(form, name, text) { if (form.elements[name]) fillField(form, name, text ? [text] : []); }

function put(form, { lat, lon, at, metres }, source) {
  fill(form, "lat", lat);
  fill(form, "lon", lon);
  fill(form, "sumber_koordinat", metres > ROUGH_M ? "perkiraan" : "gps");
  fill(form, "sumber_gps", source);
  fill(form, "akurasi", metres ? classOf(metres) : "");
  fill(form, "akurasi_m", metres && metres <= MOST_M ? String(Math.ceil(metres)) : "");
  fill(form, "waktu_posisi", at ? localTime(form, at) : "");
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function say(box, text, rough = false) {
  const place = box.querySelector("[data-kabar]");
  place.hidden = false;
  place.textContent = text;
  place.classList.toggle("odd", rough);
}

/** Accuracy 0 is what pretended positions say: they are counted and not used. */
function search(box, form, button) {
  const since = Date.now();
  let best = null, pretended = 0, failure = 0;
  button.setAttribute("aria-busy", "true");
  const watch = navigator.geolocation.watchPosition(heard, (error) => { failure = error.code; if (failure === 1) end(); }, { enableHighAccuracy: true, maximumAge: 0, timeout: WINDOW_S * 1000 });
  const clock = setInterval(tick, 1000);
  form.addEventListener("submit", end, { capture: true }); // who does not wait takes the best so far
  say(box, FILL.searching(0, null));

  function heard({ coords, timestamp }) {
    if (!(coords.accuracy > 0)) return void (pretended += 1);
    if (!best || coords.accuracy < best.metres) best = { lat: degrees(coords.latitude), lon: degrees(coords.longitude), at: timestamp, metres: coords.accuracy };
    if (best.metres <= GOOD_ENOUGH_M) end();
  }

  function tick() {
    const passed = Math.round((Date.now() - since) / 1000);
    if (passed >= WINDOW_S) return end();
    return say(box, FILL.searching(passed, best && Math.ceil(best.metres)));
  }

  function end() {
    navigator.geolocation.clearWatch(watch);
    clearInterval(clock);
    form.removeEventListener("submit", end, { capture: true });
    button.removeAttribute("aria-busy");
    if (!best) return say(box, FILL.noPosition(failure, pretended), true);
    put(form, best, "tablet");
    return say(box, FILL.position(Math.ceil(best.metres)), best.metres > ROUGH_M);
  }
}
