// Keeps parts of an open page true: asks for the page again and takes over what changed in them, nothing else.

const SOON_MS = 5_000, LATE_MS = 60_000, PATIENCE_MS = 5_000;
const parts = (page) => [...page.querySelectorAll("[data-segar]")];
const eager = parts(document).some((one) => one.dataset.segar !== "berubah"); // not only when the unit's state is another one

async function again() {
  if (document.hidden) return;
  try {
    const answer = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.ok && !answer.redirected) take(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    // out of reach: the badge of the page says so, and what it shows stays with its ages
  }
}

/** A part in which somebody is at work is left alone; what was unfolded stays unfolded. */
function take(page) {
  for (const fresh of parts(page)) {
    const old = document.getElementById(fresh.id);
    if (!old || old.contains(document.activeElement)) continue;
    const folds = old.querySelectorAll("details");
    fresh.querySelectorAll("details").forEach((one, at) => { one.open = Boolean(folds[at]?.open); });
    if (old.innerHTML !== fresh.innerHTML) old.replaceChildren(...fresh.childNodes);
  }
}

async function round() {
  await again();
  setTimeout(round, eager && !document.hidden ? SOON_MS : LATE_MS);
}

setTimeout(round, eager ? SOON_MS : LATE_MS);
addEventListener("tagana-keadaan", again);
