// The list under the map and the panel of one thing: the same words for everything that is drawn.

import { icon, make } from "../butir.js";
import { age } from "../kata.js";
import { here } from "./data.js";

/** The sentence with what belongs into its gaps. */
export const fill = (sentence, ...given) => given.reduce((text, one) => text.replace("{}", one), sentence);

/** True when it is so old that it fades. */
export function isOld(one, layer) {
  const { pada } = one.properties;
  return layer?.pudar_s != null && pada != null && Date.now() - here(pada) > layer.pudar_s * 1_000;
}

const mark = (picture, text) => make("span", { class: "mark check" }, icon(picture), make("span", {}, text));
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** As of when and by whose word, as it reads at this moment. */
function ageText({ pada, pada_apa: what, sumber }, words) {
  const source = fill(words.sumber, sumber);
  return pada == null ? source : `${what} ${age(here(pada))}. ${source}`;
}

function marks(facts, words, old) {
  return [
    facts.terlindung && mark("segel", words.terlindung),
    facts.ragu && mark("periksa", capital(facts.ragu)),
    old && mark("jam", words.usang),
  ].filter(Boolean);
}

/** `pada` and what else changes with time, painted anew without touching the rest. */
export function repaintAges(root, words, byId) {
  for (const span of root.querySelectorAll("[data-umur]")) {
    const one = byId.get(span.dataset.umur);
    if (one) span.textContent = ageText(one.properties, words);
  }
}

function lines(one, words) {
  const facts = one.properties, found = [];
  if (facts.angka) found.push(make("span", { class: "angka" }, facts.angka));
  if (facts.pada_apa) found.push(make("span", { class: "age", "data-umur": one.id }, ageText(facts, words)));
  for (const text of [facts.jarak, ...facts.rinci]) if (text) found.push(make("span", { class: "age" }, text));
  return found;
}

function row(one, layer, { kata, jauh }) {
  const facts = one.properties, old = isOld(one, layer);
  const head = [make("span", { class: "main" }, facts.nama),
    make("span", { class: "meta" }, make("span", { class: "kind" }, facts.jenis), ...marks(facts, kata, old))];
  const frame = jauh ? make("div", { class: "plainrow" }) : make("a", { href: facts.alamat });
  frame.append(...head, ...lines(one, kata));
  return make("li", { "data-id": one.id, class: old ? "tua" : "" }, frame);
}

/** One section for each layer that has something. */
export function list(features, layers, { kata, banyak, jauh }) {
  const sections = layers.map((layer) => [layer, features.filter((one) => one.properties.lapis === layer.nama)]);
  const found = sections.filter(([, ones]) => ones.length).map(([layer, ones]) => {
    const rows = ones.slice(0, banyak).map((one) => row(one, layer, { kata, jauh }));
    const parts = [make("h3", {}, icon(layer.ikon), `${layer.judul} (${ones.length})`), make("ul", { class: "list" }, ...rows)];
    if (ones.length > banyak) parts.push(make("p", { class: "hint" }, fill(kata.lagi, ones.length - banyak)));
    return make("section", { "data-lapis": layer.nama }, ...parts);
  });
  return found.length ? found : [make("p", { class: "empty" }, kata.belum_ada)];
}

/** Everything about one thing, and what lies so near that its mark covers it. */
export function panel(one, layer, { kata, jauh, near, open, close }) {
  const facts = one.properties;
  const heading = make("h2", { tabindex: "-1" }, icon(layer.ikon), facts.nama);
  const told = [make("p", { class: "meta" }, make("span", { class: "kind" }, facts.jenis)),
    ...marks(facts, kata, isOld(one, layer)).map((each) => make("p", {}, each)), ...lines(one, kata).map((each) => make("p", {}, each))];
  const away = facts.alamat && jauh ? [make("p", { class: "hint" }, kata.perlu_unit)] : [];
  const buttons = [facts.alamat && !jauh && make("a", { class: "button", href: facts.alamat }, kata.buka),
    make("button", { type: "button", class: "plain", onclick: close }, kata.tutup)].filter(Boolean);
  const others = near.map((each) => make("button", { type: "button", class: "plain", onclick: () => open(each) }, each.properties.nama));
  return [heading, ...told, ...away, ...(others.length ? [make("p", { class: "hint" }, kata.dekat), make("div", { class: "peta-panel-baris" }, ...others)] : []),
    make("div", { class: "peta-panel-baris" }, ...buttons)];
}
