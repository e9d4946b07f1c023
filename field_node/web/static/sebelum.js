// What was said last of the same place, beside what is typed now: to compare, never to take over.

import { age, FILL } from "./kata.js";
import { unitNow } from "./kirim.js";
import { number, shown } from "./langkah.js";
import { before, keepBefore } from "./simpanan.js";

const PATIENCE_MS = 4_000;
const LEAST_CHANGE = 50; // people: less is an ordinary day

/** Shows the statement before and asks "benar?" of large jumps. */
export function watchBefore(form) {
  const names = form.dataset.tempat?.split(" ");
  if (!names || "koreksi" in form.dataset) return;
  let told = null;
  const look = async () => { told = await lookUp(form, names); paint(form, told); compare(form, told); };
  form.addEventListener("change", (event) => { if (names.includes(event.target.name)) look(); });
  form.addEventListener("input", () => compare(form, told));
  look();
}

const place = (form, names) => names.map((name) => new FormData(form).get(name) ?? "");
const keyOf = (form, values) => `${form.dataset.jenis}:${values.join(":")}`;

async function lookUp(form, names) {
  const values = place(form, names);
  if (values.some((one) => !one)) return null;
  const asked = new URLSearchParams(names.map((name, index) => [name, values[index]]));
  try {
    const answer = await fetch(`/terakhir/${form.dataset.jenis}?${asked}`, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
    const found = answer.ok && !answer.redirected ? await answer.json() : null;
    if (!found) throw new Error("not told");
    if (found.ref) await keepBefore(keyOf(form, values), found);
    return found.ref ? found : null;
  } catch {
    return before(keyOf(form, values)); // the unit is away: what this tablet saw last
  }
}

function paint(form, told) {
  const box = form.querySelector("[data-sebelum]");
  if (box) box.hidden = !told;
  if (box && told) {
    box.querySelector("[data-isi]").textContent = told.told;
    box.querySelector("[data-usia]").textContent = `${age(told.at * 1000, unitNow())} · ${told.who}`;
  }
  for (const line of form.querySelectorAll("[data-dulu]")) {
    const text = told?.texts[line.dataset.dulu];
    line.hidden = !text;
    line.querySelector("b").textContent = text ?? "";
  }
}

function compare(form, told) {
  for (const line of form.querySelectorAll("[data-dulu]")) {
    const then = told?.counts[line.dataset.dulu], now = number(form.elements[line.dataset.dulu]?.value ?? "");
    const jumped = then !== undefined && now !== null && Math.abs(now - then) > LEAST_CHANGE && 2 * Math.abs(now - then) > then;
    line.classList.toggle("odd", jumped);
    line.dataset.tanya = jumped ? FILL.jumped(shown(Math.abs(now - then)), now > then) : "";
  }
}

/** What this tablet says now is the last statement that it knows of. */
export async function rememberStatement(form) {
  const names = form.dataset.tempat?.split(" "), counts = {}, texts = {};
  if (!names || "koreksi" in form.dataset) return;
  for (const line of form.querySelectorAll("[data-dulu]")) {
    const name = line.dataset.dulu, value = number(form.elements[name]?.value ?? "");
    if (!form.elements[name]?.closest?.(".bilangan") || !(value >= 0) || value === null) continue;
    counts[name] = value;
    texts[name] = `${shown(value)} ${form.elements[name].parentElement.dataset.satuan}`.trim();
  }
  const told = Object.values(texts).slice(0, 3).join(" · ");
  if (told) await keepBefore(keyOf(form, place(form, names)), { told, texts, counts, who: FILL.thisTablet, at: Math.floor(Date.now() / 1000) });
}
