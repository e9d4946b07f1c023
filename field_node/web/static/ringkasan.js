// A look before saving: only what was filled, what is odd about it, and one big Simpan.

import { button, icon, make } from "./butir.js";
import { read, shown } from "./isi_formulir.js";
import { FILL, SAY } from "./kata.js";

const PATIENCE_MS = 1_500;

/** True once a person said Simpan, or when the unit would refuse it: then saving shows why. False: back to the form. */
export async function review(form, address) {
  const told = await examined(form, address);
  if (told?.masalah.length) return true;
  return new Promise((decide) => { show(form, told?.peringatan.map(sentence) ?? ownWarnings(form), decide); });
}

async function examined(form, address) {
  if (!navigator.onLine) return null;
  const body = new URLSearchParams([["kunci", form.elements.kunci.value], ...read(form)]);
  try {
    const answer = await fetch(`${address}/periksa`, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE_MS) });
    return answer.ok && !answer.redirected ? await answer.json() : null;
  } catch {
    return null; // the unit is away: it says what is odd when it gets the record
  }
}

const sentence = (one) => (one.label ? `${one.label}: ${one.sentence}` : one.sentence);

/** What the form saw by itself, while the unit does not look. */
function ownWarnings(form) {
  const needed = [...form.querySelectorAll(".must")].filter(isEmpty).map((one) => FILL.needed(labelOf(one)));
  const sums = [...form.querySelectorAll("output.odd:not([hidden])")].map((one) => one.textContent);
  const jumps = [...form.querySelectorAll(".was.odd")].map((one) => `${labelOf(one)}: ${one.dataset.tanya}`);
  return [...new Set([...needed, ...sums, ...jumps])];
}

/** Whether the field of that mark says nothing; a line of goods that nobody began needs nothing. */
function isEmpty(mark) {
  const controls = [...(mark.closest(".field")?.querySelectorAll("[name]") ?? [])];
  return controls.length > 0 && !mark.closest(".goods-line") && !controls.some(shown);
}

function labelOf(inside) {
  const field = inside.closest(".field"), family = inside.closest(".family, [data-ttd]")?.querySelector("legend").innerText;
  const own = [...field.querySelector("label, legend").childNodes].filter((one) => one.nodeType === Node.TEXT_NODE).map((one) => one.textContent.trim()).filter(Boolean).join(" ");
  return family && family !== own ? `${family}, ${own.replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase())}` : own;
}

/** One row for each filled field: its label, its text, the control to go back to. A correction shows what it changes. */
function rows(form) {
  const found = new Map();
  for (const control of form.elements) {
    const field = control.closest(".goods-line[data-ringkas]") ?? control.closest(".field, [data-ttd]");
    if (!field || control.closest(".search") || !control.name || ("koreksi" in form.dataset && isUnchanged(control))) continue;
    const text = field.dataset.ringkas ?? (isParty(field) ? drawn(field, control) : shown(control));
    if (text && !(field.dataset.ringkas && found.has(field))) found.set(field, [...(found.get(field) ?? []), [text, control]]);
  }
  return [...found].map(([field, told]) => ({ ...about(field, told[0][1]), text: told.map(([text]) => text).join(", ") }));
}

/** The label of one row, its unit, and what gets the focus by it. */
function about(field, control) {
  const label = field.dataset.ringkas || isParty(field) ? field.querySelector("legend").innerText : labelOf(control);
  return { label, unit: field.querySelector(".number[data-satuan]")?.dataset.satuan ?? "", control: isParty(field) ? field.querySelector("input:not([type])") : control };
}

/** Who signs: beside the fields of name and post there is what was drawn. */
const isParty = (field) => "ttd" in field.dataset;

const drawn = (party, { value }) => value && party.querySelector("[data-kertas]").getAttribute("aria-label");

function isUnchanged(control) {
  if (control.type === "radio" || control.type === "checkbox") return control.checked === control.defaultChecked;
  if (control.tagName === "SELECT") return [...control.options].every((one) => one.selected === one.defaultSelected);
  return control.value === control.defaultValue;
}

function show(form, warnings, decide) {
  const heading = make("h2", { tabindex: "-1" }, FILL.review), list = make("ul", { class: "list" });
  const step = make("section", { class: "review", "aria-label": FILL.review }, heading, ...warned(warnings), list,
    make("div", { class: "actions row" }, button(FILL.change, () => history.back(), { plain: true }),
      make("button", { type: "button", class: "main", onclick: () => leave(true) }, icon("simpan"), make("span", {}, SAY.save))));
  for (const one of rows(form)) list.append(row(one, () => { wanted = one.control; history.back(); }));
  let wanted = form.querySelector("button.main");
  history.pushState({ ...history.state, periksa: true }, "");
  addEventListener("popstate", back);
  form.hidden = true;
  form.before(step);
  scrollTo(0, 0);
  heading.focus();

  function back() { leave(false); wanted.focus(); }

  function leave(go) {
    removeEventListener("popstate", back);
    form.hidden = false;
    step.remove();
    wanted.closest("details")?.setAttribute("open", "");
    decide(go);
  }
}

function warned(warnings) {
  if (!warnings.length) return [];
  return [make("div", { class: "note", role: "status" }, icon("periksa"), make("div", {}, make("p", {}, make("strong", {}, FILL.lookAgain)), make("ul", {}, ...warnings.map((one) => make("li", {}, one)))))];
}

function row({ label, text, unit }, act) {
  return make("li", {}, make("button", { type: "button", class: "plain line", onclick: act }, make("span", { class: "kind" }, label), make("span", { class: "main" }, unit ? `${text} ${unit}` : text)));
}
