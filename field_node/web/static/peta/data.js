// What is on the map: asked of the unit, kept on the tablet without protected places, aged by the unit's clock.

const PATIENCE_MS = 10_000;
let tag = "", ahead_ms = 0;

const store = () => import("../simpanan.js");

/** { told } when it changed, { unit } when only the unit itself may have moved, { away } without the unit, { signIn } when it asks for a PIN. */
export async function ask() {
  try {
    const headers = tag ? { "If-None-Match": tag, Accept: "application/json" } : { Accept: "application/json" };
    const answer = await fetch("/peta/data.json", { headers, cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.status === 304) return { unit: await askUnit() };
    if (answer.status === 401 || answer.status === 403) return { signIn: true };
    if (!answer.ok) return { away: true };
    const told = await answer.json();
    tag = answer.headers.get("ETag") ?? "";
    return { told: { ...told, diterima: Date.now() } };
  } catch {
    return { away: true };
  }
}

async function askUnit() {
  const answer = await fetch("/peta/unit.json", { headers: { Accept: "application/json" }, cache: "no-store" });
  return answer.ok ? answer.json() : undefined;
}

/** Names of areas, an empty collection when nobody imported their points or the unit is away. */
export async function askNames() {
  try {
    const answer = await fetch("/peta/wilayah.json", { headers: { Accept: "application/json" } });
    return answer.ok ? await answer.json() : undefined;
  } catch {
    return undefined;
  }
}

/** From now on ages are told by the clock of the unit that said this. */
export function setClock(told) { ahead_ms = told.kini * 1_000 - told.diterima; }

/** The instant (UTC seconds of the unit) by the clock of this tablet, in milliseconds. */
export const here = (since) => since * 1_000 - ahead_ms;

export async function keep(told) {
  const features = told.features.filter((one) => !one.properties.terlindung);
  try {
    await (await store()).keepMapData({ ...told, features });
  } catch { /* without its store a tablet shows the map only near the unit */ }
}

export async function kept() {
  try {
    return await (await store()).mapData();
  } catch {
    return undefined;
  }
}
