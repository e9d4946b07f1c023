// Map files kept whole on this tablet, in its private file system: the Cache API refuses answers to a Range.

import { loadScript } from "./mesin.js";

const PREFIX = "peta-";
const fileName = (file) => `${PREFIX}${file.nama}-${file.tanda}.pmtiles`;

export const canKeep = () => Boolean(globalThis.isSecureContext && navigator.storage?.getDirectory);

/** The kept file, whole; undefined when it is not here. */
export async function kept(file) {
  if (!canKeep()) return undefined;
  try {
    const folder = await navigator.storage.getDirectory();
    const found = await (await folder.getFileHandle(fileName(file))).getFile();
    return found.size === file.ukuran ? found : undefined;
  } catch {
    return undefined;
  }
}

/** Fetches and keeps it; tells how much (0 to 1). What was not finished is taken away. Throws. */
export async function keep(file, told) {
  const folder = await navigator.storage.getDirectory(), name = fileName(file);
  navigator.storage.persist?.();
  try {
    const handle = await folder.getFileHandle(name, { create: true });
    await pour(await fetch(file.alamat), await handle.createWritable(), (done) => told(done / file.ukuran));
    if ((await handle.getFile()).size !== file.ukuran) throw new Error("cut off");
  } catch (error) {
    await folder.removeEntry(name).catch(() => {});
    throw error;
  }
  await dropOlder(folder, file);
}

async function pour(answer, disk, told) {
  if (!answer.ok) throw new Error(String(answer.status));
  let done = 0;
  for (const reader = answer.body.getReader(); ;) {
    const { value, done: ended } = await reader.read();
    if (ended) break;
    await disk.write(value);
    told(done += value.length);
  }
  await disk.close();
}

/** Each file with where it is read from: this tablet, else the unit by Range; none when the reader did not come. */
export async function readable(files, engine) {
  await loadScript(engine["pmtiles.js"]).catch(() => {});
  if (!globalThis.pmtiles) return [];
  return Promise.all(files.map(async (file) => {
    const whole = await kept(file);
    return { ...file, source: whole ? new pmtiles.FileSource(whole) : new pmtiles.FetchSource(new URL(file.alamat, location.href).href) };
  }));
}

export async function drop(file) {
  await (await navigator.storage.getDirectory()).removeEntry(fileName(file));
}

/** Other contents under the same name. */
async function dropOlder(folder, file) {
  const front = `${PREFIX}${file.nama}-`;
  for await (const name of folder.keys()) {
    if (name.startsWith(front) && name !== fileName(file)) await folder.removeEntry(name).catch(() => {});
  }
}
