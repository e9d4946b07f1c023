// One tap, one record: through the outbox of the tablet like every form, so that an answer is not lost on its way to the unit.

import { button, icon, link, make } from "./butir.js";
import { SAY } from "./kata.js";
import { send } from "./kirim.js";
import { discard, fate, hold, onChange } from "./simpanan.js";
import { leave } from "./tanpa_simpanan.js";

let busy = false;

function newKey(known) {
  if (known !== "-") return known;
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (one) => one.toString(16).padStart(2, "0")).join("");
}

/** What the form says, with the button that was tapped. */
function read(form, by) {
  const typed = [...new FormData(form)].filter(([name, text]) => name !== "kunci" && text.trim() !== "");
  return by?.name ? [...typed, [by.name, by.value]] : typed;
}

function incident() { return JSON.parse(localStorage.getItem("tagana.kejadian") ?? "[null]")[0]; }

function asRecord(form, by) {
  const address = new URL(form.action).pathname;
  return {
    kunci: newKey(form.elements.kunci.value), alamat: address, halaman: address, label: form.dataset.label,
    ringkas: form.dataset.ringkas, isian: read(form, by), pada: Date.now(), kejadian: incident(), keadaan: "menunggu", alasan: "", revisi: 1,
  };
}

async function onTap(event) {
  event.preventDefault();
  if (busy) return;
  busy = true;
  event.submitter?.setAttribute("aria-busy", "true");
  try {
    await keep(event.target, asRecord(event.target, event.submitter));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    event.target.dispatchEvent(new Event("tagana-tidak-tersimpan"));
    await leave(event.target, onTap, event.submitter ?? undefined, document.getElementById("kabar-ketuk"));
  } finally {
    busy = false;
    event.submitter?.removeAttribute("aria-busy");
  }
}

async function keep(form, held) {
  form.elements.kunci.value = held.kunci; // also where the browser sends it
  await hold(held);
  const outcome = await send(held);
  if (outcome.state === "done") return location.assign(outcome.address);
  anew(form);
  dispatchEvent(new Event("tagana-tersimpan"));
  const told = new CustomEvent("tagana-di-tablet", { cancelable: true, detail: { held, outcome } });
  if (form.dispatchEvent(told)) show(held, outcome);
  return undefined;
}

/** What the tablet has and the unit has not, with a way back. */
function show(held, { state, record: marked, why, signIn }) {
  const refused = state === "check", box = make("section", { class: refused ? "problems" : "saved", tabindex: "-1" });
  const told = make("p", {}, refused ? "" : why ?? SAY.keptNote);
  box.append(make("p", {}, make("strong", {}, icon(refused ? "periksa" : "simpanan"), refused ? SAY.refused : SAY.kept)), told);
  if (refused) told.replaceWith(make("ul", {}, ...marked.masalah.map(({ sentence }) => make("li", {}, sentence))));
  if (signIn) box.append(make("p", {}, link(SAY.signIn, `/masuk?ke=${location.pathname}`)));
  const key = marked?.kunci ?? held.kunci;
  const back = button(SAY.takeBack, async () => { await discard(key); box.replaceChildren(make("p", {}, SAY.takenBack)); }, { plain: true });
  box.append(make("p", { class: "row" }, back, link(SAY.see, "/tablet", { plain: true })));
  onChange(async () => {
    const now = await fate(marked ?? held);
    if (!box.contains(back) || !SAY.fates[now]) return;
    told.textContent = SAY.fates[now];
    if (now !== "refused") back.remove();
  });
  document.getElementById("kabar-ketuk")?.replaceChildren(box);
  box.scrollIntoView({ block: "center" });
  box.focus();
}

/** Another tap is another record. */
function anew(form) { form.elements.kunci.value = "-"; }

document.querySelectorAll("form[data-ketuk]").forEach((form) => {
  form.addEventListener("submit", onTap);
  addEventListener("pageshow", ({ persisted }) => { if (persisted) anew(form); }); // back from the record that was saved
});
