// A form that was kept on the tablet: its lists, and what was true only for a moment.

import { make } from "./butir.js";
import { fill, read, tick } from "./isi_formulir.js";
import { SAY } from "./kata.js";
import { unitNow } from "./kirim.js";
import { lists, records } from "./simpanan.js";

/** What the unit told last, and now; then what the address asks for. */
export async function fillShell(form) {
  const known = (await lists())?.isi ?? {};
  fillLists(form, { ...known, lokasi: [...(await ownPlaces()), ...(known.lokasi ?? [])] });
  const now = new Date(unitNow() + Number(form.dataset.jam) * 3_600_000).toISOString();
  for (const name of form.dataset.kini.split(" ").filter(Boolean)) form.elements[name].value = now.slice(0, form.elements[name].step === "1" ? 19 : 16);
  const asked = [...new URLSearchParams(location.search)];
  if (!asked.length) return;
  fill(form, [...read(form), ...asked]);
  form.closest("details")?.setAttribute("open", "");
}

/** Places saved on this tablet can be named before the unit has given them a number: by the key of their form. */
async function ownPlaces() {
  const places = (await records()).filter((one) => one.alamat === "/catat/lokasi");
  return places.map((one) => [`kunci:${one.kunci}`, SAY.ownPlace(one.isian.find(([name]) => name === "nama")?.[1] ?? one.label), ""]);
}

/** Fills the empty lists of a kept form with what the unit told last. */
function fillLists(form, lists) {
  for (const place of form.querySelectorAll("[data-daftar]")) {
    const options = lists[place.dataset.daftar] ?? [];
    if (lists[place.dataset.daftar] && !options.length) tellNone(place.closest(".field") ?? place, lists.unit_ini?.[0]);
    if (place.tagName === "SELECT") place.append(...grouped(options));
    else place.querySelector(".ticks").prepend(...options.map(([value, label]) => tick("satu" in place.dataset ? "radio" : "checkbox", place.dataset.nama, value, label)));
  }
}

/** Why there is nothing to choose, as far as the field says it; `unit`: number and name of the unit, where it told them. */
function tellNone(field, unit) {
  field.querySelectorAll("[data-kosong]").forEach((one) => { one.hidden = false; });
  if (!unit) return;
  field.querySelectorAll("[data-unit-ini]").forEach((one) => { one.textContent = unit[1]; });
  field.querySelectorAll("[data-kosong] a").forEach((one) => { one.href += `&unit=${unit[0]}`; });
}

function grouped(options) {
  const groups = new Map(), found = [];
  for (const [value, label, group] of options) {
    if (group && !groups.has(group)) found.push(groups.set(group, make("optgroup", { label: group })).get(group));
    if (group) groups.get(group).append(new Option(label, value));
    else found.push(new Option(label, value));
  }
  return found;
}
