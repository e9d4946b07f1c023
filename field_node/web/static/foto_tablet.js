// Photos on the page of this tablet: all that wait, of any record.

import { showWaiting } from "./foto.js";
import { sendPhotos } from "./foto_kirim.js";
import { countPhotos, onPhotos } from "./foto_simpanan.js";

const section = document.getElementById("foto-di-tablet");

async function look() { section.hidden = !(await countPhotos()); }

onPhotos(look);
look();
showWaiting(section.querySelector("[data-menunggu]"), () => "");
document.getElementById("kirim-lagi")?.addEventListener("click", () => sendPhotos({ again: true }));
section.querySelector("button").addEventListener("click", () => sendPhotos({ again: true }));
