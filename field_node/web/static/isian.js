// Makes the plain form easier: counts in steps, live sums, ready phrases, positions; and stops a second tap on Simpan.

import { watchSums } from "./jumlah.js";
import { addSteps } from "./langkah.js";
import { watchPosition } from "./posisi.js";

/** A phrase goes to the end of what is written; tapped again it goes out. */
function addPhrases(row) {
  const text = document.getElementById(row.dataset.frasa);
  row.hidden = false;
  const has = (phrase) => text.value.split(/[.\n]\s*/).includes(phrase);
  const paint = () => row.querySelectorAll("button").forEach((one) => one.setAttribute("aria-pressed", String(has(one.textContent))));
  row.addEventListener("click", ({ target }) => {
    if (target.tagName !== "BUTTON") return;
    const phrase = target.textContent, rest = text.value.split(". ").filter((one) => one.trim() && one !== phrase);
    text.value = has(phrase) ? rest.join(". ") : [...rest, phrase].join(". ");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  });
  text.addEventListener("input", paint);
  paint();
}

function saveOnce(form) {
  let saving = false;
  form.addEventListener("submit", (event) => {
    if (form.dataset.antrean) return; // the outbox takes it, once
    if (saving) event.preventDefault();
    saving = true;
  });
  window.addEventListener("pageshow", () => { saving = false; });
}

for (const form of document.querySelectorAll("form.entry")) {
  saveOnce(form);
  addSteps(form);
  watchSums(form);
  form.querySelectorAll("[data-frasa]").forEach(addPhrases);
  form.querySelectorAll("[data-posisi]").forEach((box) => watchPosition(box, form));
}
