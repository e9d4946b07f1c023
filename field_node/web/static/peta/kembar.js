// While a lokasi is typed: places that it may already be, asked of the unit; choosing one leaves the form.

import { make } from "../butir.js";

const REST_MS = 600, FIELDS = ["nama", "lat", "lon", "kode_wilayah"];
const box = document.getElementById("kembar"), form = box.closest("form"), words = JSON.parse(document.getElementById("kembar-kata").textContent);
let timer = 0, asked = "";

/** What is typed now; of buttons and ticks the chosen one. */
function typed() {
  const found = new FormData(form);
  return new URLSearchParams(FIELDS.map((name) => [name, String(found.get(name) ?? "")]));
}

async function look() {
  const query = typed().toString();
  if (query === asked) return;
  asked = query;
  try {
    const answer = await fetch(`${box.dataset.kembar}?${query}`, { headers: { Accept: "application/json" } });
    if (answer.ok && query === asked) show((await answer.json()).mirip);
  } catch {
    asked = ""; // away from the unit: it is asked again with the next letter
  }
}

function show(found) {
  box.hidden = !found.length;
  box.classList.toggle("warm", found.length > 0);
  box.querySelector("ul").replaceChildren(...found.map(row));
}

function row({ nama, jenis, alasan, alamat }) {
  const told = make("div", { class: "plainrow" }, make("span", { class: "main" }, nama),
    make("span", { class: "meta" }, make("span", { class: "kind" }, jenis), make("span", { class: "age" }, alasan)));
  return make("li", {}, told, make("a", { class: "button plain", href: alamat }, words.pakai));
}

/** What was typed for a place that is there is no draft. */
async function leave(event) {
  const link = event.target.closest("a[href]");
  if (!link) return;
  event.preventDefault();
  const key = form.elements.kunci?.value;
  try {
    const { dropDraft } = await import("../simpanan.js");
    if (key) await dropDraft(key);
  } catch { /* a tablet without its store keeps no drafts */ }
  location.assign(link.href);
}

document.getElementById("kembar-tanya")?.remove();
const soon = () => { clearTimeout(timer); timer = setTimeout(look, REST_MS); };
form.addEventListener("input", soon);
form.addEventListener("change", soon);
box.addEventListener("click", leave);
soon();
