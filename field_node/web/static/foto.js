// Photos that wait on this tablet: picked or taken, made small, kept, and shown with what became of them.

import { discardButton, make } from "./butir.js";
import { PHOTO, SAY } from "./kata.js";
import { dropPhoto, keepPhoto, onPhotos, photos } from "./foto_simpanan.js";
import { digest, shrunk } from "./foto_ubah.js";

const addresses = new Map();

/** Keeps each file as a photo of that record; says what became of it in `place`. */
export async function keepAll(files, of, place, caption = "") {
  let kept = 0;
  for (const file of files) {
    place.textContent = PHOTO.making;
    try {
      await keep(file, of, caption);
      kept += 1;
      place.textContent = PHOTO.kept(kept);
    } catch (error) {
      place.textContent = error.name === "QuotaExceededError" ? PHOTO.full : PHOTO.unreadable(file.name);
      return kept;
    }
  }
  return kept;
}

async function keep(file, of, keterangan) {
  const isi = await shrunk(file), sidik = await digest(isi);
  const known = (await photos(of)).some((one) => one.sidik === sidik);
  if (!known) await keepPhoto({ kunci: `foto-${crypto.randomUUID()}`, catatan: of, sidik, isi, keterangan, pada: Date.now(), ada: 0, alasan: "" });
}

/** Shows the photos that wait for `of()` in `list`, now and after each change. */
export function showWaiting(list, of) {
  const paint = async () => {
    const found = await photos(of());
    list.hidden = found.length === 0;
    list.replaceChildren(...found.map(row));
    forgetOthers(found);
  };
  onPhotos(paint);
  return paint();
}

function row(one) {
  return make("li", {},
    make("img", { src: addressOf(one), alt: one.keterangan || PHOTO.photo }),
    make("p", { class: "meta" }, state(one)),
    ...(one.alasan ? [make("p", { class: "hint" }, one.alasan)] : []),
    make("p", {}, discardButton(SAY, () => dropPhoto(one.kunci))));
}

function state(one) {
  if (one.keadaan === "diperiksa") return PHOTO.toCheck;
  return one.ada ? PHOTO.partly(Math.min(99, Math.floor((one.ada * 100) / one.isi.size))) : PHOTO.onTablet;
}

function addressOf(one) {
  if (!addresses.has(one.kunci)) addresses.set(one.kunci, URL.createObjectURL(one.isi));
  return addresses.get(one.kunci);
}

function forgetOthers(found) {
  const shown = new Set(found.map((one) => one.kunci));
  for (const [key, address] of addresses) {
    if (shown.has(key)) continue;
    URL.revokeObjectURL(address);
    addresses.delete(key);
  }
}
