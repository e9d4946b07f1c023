// The part of the page Di tablet about carrying: whether this tablet may, what it carries, how old that is.

import { age, SAY } from "./kata.js";
import { agree, carried, onChange, round } from "./titipan.js";

const AGAIN_MS = 20_000;
let full = false;
const place = (name) => document.getElementById(name);

function words({ load, home, last }) {
  if (home && load?.diantar) return SAY.mule.delivered(age(load.diantar));
  if (load && !load.diantar) return [last?.tanda_terima && SAY.mule.home(age(last.pada)), SAY.mule.carries(load.entri, age(load.dibuat))].filter(Boolean).join(" ");
  if (last?.masalah) return SAY.mule.trouble(last.masalah);
  if (last) return last.tanda_terima ? SAY.mule.home(age(last.pada)) : SAY.mule.nothing(age(last.pada));
  return SAY.mule.none;
}

async function paint() {
  const now = await carried().catch(() => { full = true; return { agreed: true }; }); // its store cannot be opened
  place("titipan-mulai").hidden = Boolean(now.agreed);
  place("titipan-berhenti").hidden = !now.agreed;
  place("titipan-antar").hidden = !now.agreed;
  place("titipan-kabar").textContent = full && !now.load ? SAY.mule.full : now.agreed ? words(now) : "";
}

async function pressed(button, act) {
  button.disabled = true;
  full = false;
  try {
    await act();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    full = true;
  } finally {
    button.disabled = false;
    await paint();
  }
}

place("titipan-mulai").addEventListener("click", (event) => pressed(event.currentTarget, () => agree(true)));
place("titipan-berhenti").addEventListener("click", (event) => pressed(event.currentTarget, () => agree(false)));
place("titipan-antar").addEventListener("click", (event) => pressed(event.currentTarget, () => round(true)));
place("titipan").hidden = false;
onChange(paint);
setInterval(paint, AGAIN_MS);
paint();
