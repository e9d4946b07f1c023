// Counts in steps: minus, value, plus and two leaps; held down they run. "nol" and "belum didata" are one tap each.

import { make } from "./butir.js";
import { FILL } from "./kata.js";

const HELD_MS = 400, SLOW_MS = 160, FAST_MS = 60;
const WHOLE = /^(\d{1,15}|\d{1,3}(\.\d{3})+)(,\d{1,6})?$/, POINTED = /^\d{1,15}\.\d{1,2}$/, UNCLEAR = /[1-9].*,\d{3}$/;

/** `1.234`, `1234`, `2,5` or `2.5` as a number; null for nothing, NaN for what is no number or may be two (`1,000`). */
export function number(text) {
  const said = text.trim(), typed = POINTED.test(said) ? said.replace(".", ",") : said;
  if (!typed) return null;
  return WHOLE.test(typed) && !UNCLEAR.test(typed) ? Number(typed.replaceAll(".", "").replace(",", ".")) : NaN;
}

/** 12345 as people read it. */
export const shown = (value) => value.toLocaleString("id-ID", { maximumFractionDigits: 6 });

/** Gives every count below `root` its buttons; those that are folded away get them when they are looked for. */
export function addSteps(root) {
  for (const fold of root.querySelectorAll("details:not([open])")) {
    fold.addEventListener("toggle", () => addAll(fold), { once: true });
  }
  addAll(root);
}

function addAll(root) {
  for (const row of root.querySelectorAll(".number[data-batas]:not([data-langkah])")) {
    if (row.closest("details:not([open])")) continue;
    row.dataset.langkah = "";
    addButtons(row, row.querySelector("input"));
  }
}

function addButtons(row, input) {
  const label = row.closest(".field").querySelector("label").innerText;
  const step = (by) => stepButton(input, by, label), [leap, far] = row.dataset.lompat.split(" ").map(Number);
  input.before(step(-1));
  input.after(step(1));
  row.after(make("div", { class: "chips" }, ...chips(input), step(leap), step(far)));
  input.addEventListener("focus", () => input.select());
  input.addEventListener("keydown", (event) => arrows(event, input));
}

function arrows(event, input) {
  const by = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
  if (!by) return;
  event.preventDefault();
  stepBy(input, by);
}

function set(input, text) {
  if (input.value === text) return;
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

/** A step never leaves the range of the field, and never makes a number of nothing by going down. */
function stepBy(input, by) {
  const [least, most] = input.parentElement.dataset.batas.split(" ").map(Number), now = number(input.value);
  if (!(now >= 0 && now !== null) && by < 0) return;
  const next = Math.min(most, Math.max(least, (now || 0) + by));
  set(input, String(Number(next.toFixed(6))).replace(".", ","));
}

function stepButton(input, by, label) {
  const sign = by < 0 ? "−" : "+", text = Math.abs(by) === 1 ? sign : `${sign}${Math.abs(by)}`;
  const made = make("button", { type: "button", class: Math.abs(by) === 1 ? "step" : "step leap", tabindex: "-1", "aria-label": FILL.step(label, by) }, text);
  hold(made, (times) => stepBy(input, by * (Math.abs(by) === 1 && times > 24 ? 10 : Math.abs(by) === 1 && times > 8 ? 5 : 1)));
  return made;
}

/** Once for a tap; for a held button again and again, faster and faster. */
function hold(button, act) {
  let timer = 0, times = 0;
  const stop = () => { clearTimeout(timer); timer = 0; };
  const run = () => {
    act(++times);
    timer = setTimeout(run, Math.max(FAST_MS, SLOW_MS - 8 * times));
  };
  button.addEventListener("pointerdown", (event) => {
    stop();
    times = 0;
    if (event.button === 0) timer = setTimeout(run, HELD_MS);
  });
  for (const name of ["pointerup", "pointercancel", "pointerleave", "blur"]) button.addEventListener(name, stop);
  button.addEventListener("contextmenu", (event) => event.preventDefault());
  button.addEventListener("click", () => { if (!times) act(1); times = 0; });
}

function chips(input) {
  const words = [[FILL.zero, "0"], [FILL.unknown, ""]];
  const made = words.map(([word, value]) => make("button", { type: "button", class: "chip", onclick: () => set(input, value) }, word));
  const paint = () => made.forEach((one, index) => one.setAttribute("aria-pressed", String(input.value.trim() === words[index][1])));
  input.addEventListener("input", paint);
  paint();
  return made;
}
