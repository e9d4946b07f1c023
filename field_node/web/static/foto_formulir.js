// Photos beside a form: kept on this tablet under the form's key, they go after its record.

import { keepAll, showWaiting } from "./foto.js";
import { AHEAD, follow } from "./foto_simpanan.js";
import { able } from "./foto_ubah.js";

const section = document.querySelector("[data-foto]"), form = section?.closest("form");
let key = "";

const of = () => AHEAD + form.elements.kunci.value;

/** A draft that is taken up brings its own key: what was photographed a moment ago belongs to it too. */
async function followKey() {
  if (key === of()) return;
  const before = key;
  key = of();
  await follow(before, key);
}

async function pick({ target }) {
  await followKey();
  await keepAll(target.files, of(), section.querySelector("[data-kabar]"));
  target.value = "";
}

function start() {
  section.hidden = false;
  key = of();
  const list = section.querySelector("[data-menunggu]"), painted = showWaiting(list, of);
  for (const input of section.querySelectorAll("input[type=file]")) input.addEventListener("change", pick);
  form.addEventListener("input", followKey);
  return painted;
}

// Words are awaited, so that a page out of the cache may be loaded before this runs.
if (section && able) document.readyState === "complete" ? start() : addEventListener("load", start);
