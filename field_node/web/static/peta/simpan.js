// The buttons that keep map files on this tablet, with progress.

import { make } from "../butir.js";
import { canKeep, drop, keep, kept } from "./berkas.js";
import { fill } from "./daftar.js";

const size = (bytes) => `${(bytes / 1e6).toLocaleString(document.documentElement.lang || "id-ID", { maximumFractionDigits: 1 })} MB`;

/** One line for each file; painted again after each change. */
export async function paintFiles(files, words, box) {
  if (!canKeep()) return box.replaceChildren(make("p", { class: "hint" }, words.tanpa_simpan));
  return box.replaceChildren(...await Promise.all(files.map((file) => line(file, words))));
}

async function line(file, words) {
  const made = make("div", { "data-berkas": file.nama });
  await paint(made, file, words);
  return made;
}

async function paint(made, file, words) {
  const again = () => paint(made, file, words);
  if (await kept(file)) {
    const away = async () => { await drop(file); await again(); };
    made.replaceChildren(make("p", {}, fill(words.tersimpan, file.nama, size(file.ukuran))), make("button", { type: "button", class: "plain", onclick: away }, words.hapus));
  } else {
    const text = file.dasar ? fill(words.simpan, size(file.ukuran)) : fill(words.simpan_lain, file.nama, size(file.ukuran));
    made.replaceChildren(make("button", { type: "button", onclick: () => fetchIt(made, file, words).then(again, (error) => failed(made, error, words)) }, text));
  }
}

async function fetchIt(made, file, words) {
  const bar = make("progress", { max: "1", value: "0", "aria-label": file.nama }), text = make("p", { role: "status" });
  made.replaceChildren(text, bar);
  await keep(file, (part) => {
    bar.value = part;
    text.textContent = fill(words.menyimpan, file.nama, Math.floor(part * 100));
  });
}

function failed(made, error, words) {
  made.append(make("p", { class: "wrong", role: "alert" }, error.name === "QuotaExceededError" ? words.penuh : words.putus));
  made.querySelector("progress")?.remove();
}
