// Reads and fills the fields of a form, and shows beside them what the unit said.

import { icon, make } from "./butir.js";
import { SAY } from "./kata.js";

const SHORT = 3; // typed values that tell one record from another in a list

/** Every typed value as [name, text], without the key of the form. */
export function read(form) {
  return [...new FormData(form)].filter(([name, text]) => name !== "kunci" && typeof text === "string" && text.trim() !== "");
}

/** The first few typed values in words; nothing of what will be sealed. */
export function brief(form) {
  const told = [];
  for (const control of form.elements) {
    const open = control.name && control.type !== "hidden" && !control.closest(".orang, .search");
    const line = open ? whole(control.closest(".goods-line")) : undefined;
    if (line === undefined ? open && shown(control) : !told.includes(line)) told.push(line ?? shown(control));
  }
  return told.slice(0, SHORT).join(" · ");
}

/** A line of goods as one: what it takes, or of a surat jalan what it is. Its choice alone would name what lies on the shelf. */
const whole = (line) => line?.dataset.ringkas ?? (line?.dataset.dikirim && line.querySelector("legend").innerText);

/** What a control says, in words; "" while it says nothing. */
export function shown(control) {
  if (control.type === "radio" || control.type === "checkbox") return control.checked && control.value ? control.closest("label").innerText.trim() : "";
  if (control.tagName === "SELECT") return control.value && control.selectedOptions[0].text;
  if (control.type === "datetime-local" && control.value) return moment(control.value);
  if (control.type === "date" && control.value) return day(control.value);
  return control.tagName === "BUTTON" ? "" : control.value.trim();
}

/** 22 Nov 2026, 21.35: as it was typed, whatever zone this tablet is in. */
function moment(typed) {
  return new Date(`${typed}Z`).toLocaleString(document.documentElement.lang, { timeZone: "UTC", dateStyle: "medium", timeStyle: "short" });
}

const day = (typed) => new Date(`${typed}T00:00Z`).toLocaleDateString(document.documentElement.lang, { timeZone: "UTC", dateStyle: "medium" });

/** Puts the pairs into the form; what is not among them becomes empty. */
export function fill(form, pairs) {
  form.dispatchEvent(new CustomEvent("tagana-isi", { detail: pairs })); // a form with lines makes as many as it needs
  for (const name of new Set([...form.elements].map((control) => control.name).filter((each) => each && each !== "kunci"))) {
    fillField(form, name, pairs.filter(([each]) => each === name).map(([, text]) => text));
  }
  for (const [name] of pairs) [...form.elements].filter((control) => control.name === name).forEach(unfold);
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Puts the texts into the controls of one name. */
export function fillField(form, name, texts) {
  const controls = [...form.elements].filter((control) => control.name === name && control.tagName !== "BUTTON");
  for (const text of texts) offer(controls, name, text);
  for (const control of [...form.elements].filter((each) => each.name === name)) set(control, texts);
}

function set(control, texts) {
  if (control.tagName === "BUTTON") return;
  if (control.type === "radio" || control.type === "checkbox") {
    control.checked = texts.length ? texts.includes(control.value) : control.value === "";
  } else {
    control.value = texts[0] ?? "";
  }
  control.dispatchEvent(new Event("input"));
}

/** What holds something is not folded away. */
function unfold(control) { control.closest("details.part")?.setAttribute("open", ""); }

/** A value that the list no longer has stays choosable: what was chosen is never lost. */
function offer(controls, name, text) {
  const [first] = controls, known = controls.some((control) => control.value === text);
  if (!first || known) return;
  if (first.tagName === "SELECT" && ![...first.options].some((option) => option.value === text)) first.append(new Option(text, text));
  if (first.type === "radio" || first.type === "checkbox") first.closest(".ticks").append(tick(first.type, name, text, text));
}

/** One choice to tick. */
export function tick(type, name, value, label) {
  return make("label", { class: "tick" }, make("input", { type, name, value }), make("span", {}, label));
}

/** Other areas to choose from, found on the unit; what was chosen stays. */
export function offerAreas(place, name, found) {
  const ticks = place.querySelector(".ticks") ?? place.insertBefore(make("div", { class: "ticks" }), place.querySelector(".search"));
  const kind = ticks.querySelector("input")?.type ?? "radio";
  for (const one of ticks.querySelectorAll(".tick:not(.none)")) if (!one.querySelector(":checked")) one.remove();
  const known = [...ticks.querySelectorAll("input")].map((one) => one.value);
  ticks.prepend(...found.filter(([value]) => !known.includes(value)).map(([value, label]) => tick(kind, name, value, label)));
  ticks.querySelector("input")?.focus();
}

/** The unit's sentences above the form and beside their fields; the first wrong field gets the focus. */
export function showProblems(form, { masalah, peringatan, tanya }) {
  clearProblems(form);
  const box = make("div", { class: "problems", role: "alert", tabindex: "-1" }, make("h2", {}, SAY.refused), list(masalah));
  if (peringatan.length) box.append(make("h3", {}, SAY.also), list(peringatan));
  box.append(make("p", {}, SAY.stillThere));
  form.before(box);
  masalah.filter((one) => one.id).forEach(showWrong);
  if (tanya && !form.elements.tetap) form.querySelector(".actions").before(make("div", { class: "field" }, tick("checkbox", "tetap", "ya", SAY.sure)));
  const first = masalah.map((one) => one.id && document.getElementById(one.id)).find(Boolean);
  (first?.matches("input, select, textarea") ? first : box).focus();
}

function list(sentences) {
  return make("ul", {}, ...sentences.map(({ id, label, sentence }) => {
    const line = make("li");
    if (id && document.getElementById(id)) line.append(make("a", { href: `#${id}` }, label), ": ");
    else if (label) line.append(`${label}: `);
    line.append(sentence);
    return line;
  }));
}

function showWrong({ id, sentence }) {
  const control = document.getElementById(id), field = control?.closest(".field");
  if (!field) return;
  unfold(control);
  const first = !field.querySelector(".wrong");
  field.classList.add("bad");
  field.append(make("p", first ? { class: "wrong", id: `${id}-salah` } : { class: "wrong" }, icon("periksa"), make("span", {}, sentence)));
  control.setAttribute("aria-invalid", "true");
  control.setAttribute("aria-describedby", `${id}-salah`);
}

export function clearProblems(form) {
  document.querySelectorAll(".problems").forEach((box) => box.remove());
  form.querySelectorAll(".wrong").forEach((line) => line.remove());
  form.querySelectorAll(".bad").forEach((field) => field.classList.remove("bad"));
  form.querySelectorAll("[aria-invalid]").forEach((control) => ["aria-invalid", "aria-describedby"].forEach((name) => control.removeAttribute(name)));
}
