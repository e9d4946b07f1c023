// Cadangan: while a backup is made its progress is looked at every two seconds; when it ended, the whole page is read anew.
const EVERY_MS = 2000, MOST = 1800;

const place = document.getElementById("kemajuan");
const runs = () => place.querySelector("[data-jalan]")?.dataset.jalan === "ya";

async function look() {
  const was = runs();
  try {
    const answer = await fetch("/cadangan?bagian=kemajuan", { cache: "no-store", redirect: "error" });
    if (!answer.ok) return;
    place.replaceChildren(...new DOMParser().parseFromString(await answer.text(), "text/html").body.childNodes);
    if (was && !runs()) location.replace("/cadangan");
  } catch {
    // the unit starts anew, or the tablet is away: asked again
  }
}

if (place && runs()) {
  let looks = 0;
  const timer = setInterval(() => {
    looks += 1;
    if (looks > MOST || !runs()) clearInterval(timer);
    else if (!document.hidden) look();
  }, EVERY_MS);
}
