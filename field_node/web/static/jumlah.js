// What the numbers of a form make together, while they are typed; and how much is filled in what is folded away.

import { FILL } from "./kata.js";
import { number } from "./langkah.js";

/** Keeps sums and counts of the form up to date. */
export function watchSums(form) {
  let waits = false;
  const paint = () => { waits = false; form.querySelectorAll("output.sum").forEach((one) => paintSum(form, one)); form.querySelectorAll("details.part").forEach(paintFold); };
  const soon = () => { if (!waits) requestAnimationFrame(paint); waits = true; };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  paint();
}

const value = (form, name) => number(form.elements[name]?.value ?? "");

function paintSum(form, place) {
  const parts = place.dataset.bagian.split(" ").map((name) => value(form, name));
  const given = parts.filter((one) => one !== null && !Number.isNaN(one));
  place.hidden = given.length === 0;
  if (place.hidden) return;
  const total = given.reduce((sum, one) => sum + one, 0), missing = parts.length - given.length;
  const whole = place.dataset.pokok ? value(form, place.dataset.pokok) : null;
  place.classList.toggle("odd", whole !== null && (total > whole || (missing === 0 && total !== whole)));
  place.textContent = FILL.sum({ label: place.dataset.label, unit: place.dataset.satuan, total, missing, whole: Number.isNaN(whole) ? null : whole });
}

function paintFold(fold) {
  const filled = new Set([...fold.querySelectorAll("input, select, textarea")].filter(isFilled).map((one) => one.name));
  fold.querySelector("[data-terisi]").textContent = filled.size ? FILL.filled(filled.size) : "";
}

function isFilled(control) {
  if (control.type === "radio" || control.type === "checkbox") return control.checked && control.value !== "";
  return control.type !== "hidden" && !control.closest(".search") && control.value.trim() !== "";
}
