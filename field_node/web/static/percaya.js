// The page on trust: whether this tablet trusts the unit's certificate, as far as a browser can be asked.

const button = document.getElementById("periksa"), said = document.getElementById("hasil");
const PATIENCE_MS = 8_000;

function say(kind) {
  for (const one of said.children) one.hidden = one.dataset.hasil !== kind;
  button.disabled = kind === "memeriksa";
}

async function arrives(address, mode) {
  try {
    await fetch(address, { mode, cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
    return true;
  } catch {
    return false;
  }
}

/** Without TLS: a skipped warning looks like trust from here, so the last word is spoken over there. */
async function fromOutside() {
  if (!(await arrives("/percaya/uji", "same-origin"))) return "jauh";
  const safe = `https://${location.hostname}/percaya`;
  if (!(await arrives(`${safe}/uji`, "no-cors"))) return "belum";
  location.assign(`${safe}?periksa`);
  return "memeriksa";
}

async function fromInside() {
  if (!("serviceWorker" in navigator)) return "entah";
  if (!(await arrives("/percaya/uji", "same-origin"))) return "jauh";
  try {
    const worker = await navigator.serviceWorker.register("/percaya/uji.js", { scope: "/percaya/uji" });
    await worker.unregister();
    return "percaya";
  } catch {
    return "dilewati";
  }
}

async function look() {
  say("memeriksa");
  say(await (location.protocol === "https:" ? fromInside() : fromOutside()));
}

if (button) {
  button.hidden = false;
  button.addEventListener("click", look);
  if (location.protocol === "https:") look();
}
