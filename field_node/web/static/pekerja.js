// Service worker: one release of forms and scripts kept under one name, shown when the unit does not answer.

const NAME = `tagana-${RELEASE.tag}`;
const PATIENCE_MS = 5_000;
const ALONE = "/kerangka/tablet";

self.addEventListener("install", (event) => event.waitUntil(keepAll().then(takeOver)));
self.addEventListener("activate", (event) => event.waitUntil(dropOthers().then(() => self.clients.claim())));
self.addEventListener("fetch", (event) => {
  const { request } = event, { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, pathname));
  else if (pathname.startsWith("/aset/")) event.respondWith(asset(request));
});

/** A few large answers instead of a hundred: of this release or of none. Fails as a whole, and is tried again. */
async function keepAll() {
  const packs = await Promise.all(RELEASE.packs.map(unpacked)), missing = new Set(RELEASE.keep);
  const kept = await caches.open(NAME); // not before: who is not let in leaves nothing on the tablet
  for (const [address, headers, text] of packs.flat()) {
    await kept.put(address, new Response(text, { headers }));
    missing.delete(address);
  }
  if (missing.size) throw new Error(`not brought: ${[...missing]}`);
  const large = [...await drawn(), ...("BarcodeDetector" in self ? [] : RELEASE.scans)];
  await Promise.all(large.map((address) => kept.add(address).catch(() => {}))); // a map is no reason to stay behind
}

/** Another language of the release that is open works at once with its pages: whoever chose it may drive off now. */
async function takeOver() {
  const release = NAME.replace(/[^-]+$/, "");
  if ((await caches.keys()).some((name) => name !== NAME && name.startsWith(release))) await self.skipWaiting();
}

async function unpacked(pack) {
  const answer = await fetch(pack, { cache: "no-cache" });
  if (!answer.ok || answer.redirected) throw new Error(`${pack}: ${answer.status}`);
  return answer.json();
}

async function dropOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("tagana-") && name !== NAME).map((name) => caches.delete(name)));
}

/** What has drawn maps on this tablet, as this release has it. */
async function drawn() {
  const found = new Set(), folder = RELEASE.maps.replace(/^\/aset\/[^/]+/, "");
  for (const name of await caches.keys()) {
    for (const { url } of await (await caches.open(name)).keys()) {
      const file = url.split(folder)[1];
      if (file) found.add(RELEASE.maps + file);
    }
  }
  return found;
}

async function asset(request) {
  const kept = await caches.open(NAME);
  return (await kept.match(request)) ?? (isLarge(request.url) ? keepOnUse(kept, request) : fetch(request));
}

const isLarge = (url) => url.includes(RELEASE.maps) || url.includes(RELEASE.scan);

/** What draws maps is too large for tablets that never show one, what reads QR codes for those that can without. */
async function keepOnUse(kept, request) {
  const answer = await fetch(request);
  if (answer.status === 200) kept.put(request, answer.clone()).catch(() => {}); // a full tablet draws all the same
  return answer;
}

/** The unit's page while the unit answers, else the kept one. */
async function page(request, pathname) {
  const fresh = fetch(request).catch(() => undefined);
  const answer = await Promise.race([fresh, new Promise((done) => { setTimeout(done, PATIENCE_MS); })]);
  if (answer && answer.status !== 502 && answer.status !== 504) return answer;
  return (await shell(pathname)) ?? (await fresh) ?? Response.error();
}

async function shell(pathname) {
  const kept = await caches.open(NAME);
  return ((pathname.startsWith("/catat/") || pathname.startsWith("/stok/") || ["/peta", "/sos", "/lumbung"].includes(pathname)) && (await kept.match(`/kerangka${pathname}`))) || kept.match(ALONE);
}
