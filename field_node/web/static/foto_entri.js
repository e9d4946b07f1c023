// Photos on the page of a record: kept on this tablet first, then brought to the unit; the page is read again once they are there.

import { keepAll, showWaiting } from "./foto.js";
import { sendPhotos } from "./foto_kirim.js";
import { PHOTO } from "./kata.js";
import { onPhotos, photos } from "./foto_simpanan.js";
import { able } from "./foto_ubah.js";

const section = document.getElementById("foto"), form = section?.querySelector("form.photo");
const of = section?.dataset.catatan;
let waited = 0;

async function save(event) {
  event.preventDefault();
  const input = form.elements.foto, place = form.querySelector("[data-kabar]");
  if (!input.files.length) return input.focus();
  const button = form.querySelector("button");
  button.setAttribute("aria-busy", "true");
  const kept = await keepAll(input.files, of, place, form.elements.keterangan.value.trim());
  button.removeAttribute("aria-busy");
  if (!kept) return undefined;
  form.reset();
  return sendPhotos();
}

/** Once nothing of it waits any more the unit shows the photos itself. */
async function look() {
  const waiting = (await photos(of)).length;
  if (waited && !waiting) location.reload();
  waited = waiting;
}

function start() {
  showWaiting(section.querySelector("[data-menunggu]"), () => of);
  onPhotos(look);
  look();
  if (!form) return;
  const input = form.elements.foto, place = form.querySelector("[data-kabar]");
  input.accept = "image/*";
  input.classList.add("sr");
  form.querySelector("label[for=foto-berkas]").classList.add("pick");
  form.querySelector("[data-polos]").hidden = true;
  input.addEventListener("change", () => { place.textContent = input.files.length ? PHOTO.picked(input.files.length) : ""; });
  form.addEventListener("submit", save);
}

if (section && able) start();
