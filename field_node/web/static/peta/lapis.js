// Which layers are drawn: a tick for each, remembered on this tablet.

import { make } from "../butir.js";

const KEY = "tagana.peta.tanpa";

export function layersOff() {
  try {
    return new Set(JSON.parse(localStorage.getItem(KEY)) ?? []);
  } catch {
    return new Set();
  }
}

/** Ticks with how many there are; `changed` is called when one was tapped. */
export function paintLayers(layers, features, off, changed) {
  const box = document.getElementById("peta-lapis");
  const count = (name) => features.filter((one) => one.properties.lapis === name).length;
  for (const { nama: name, judul: title } of layers) {
    const text = `${title} (${count(name)})`, there = box.querySelector(`[name="${name}"]`);
    if (there) there.nextElementSibling.textContent = text;
    else box.append(tick(name, text, { off, changed }));
  }
}

function tick(name, text, { off, changed }) {
  const input = make("input", { type: "checkbox", name });
  input.checked = !off.has(name);
  input.addEventListener("change", () => {
    if (input.checked) off.delete(name); else off.add(name);
    localStorage.setItem(KEY, JSON.stringify([...off]));
    changed();
  });
  return make("label", { class: "tick" }, input, make("span", {}, text));
}
