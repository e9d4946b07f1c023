// Reads the QR codes of a surat jalan: by the camera, from pictures, or from text that was pasted; part by part in any order.

import { SCAN } from "./kata.js";
import { NoWaybill, Parts, partsIn, waybill } from "./surat_jalan.js";

const EVERY_MS = 150;
const CAMERA = { video: { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1080 } }, audio: false };

/** Reads pictures: the browser's own reader, else the one that comes with the pages. Resolves to (source) => [text]. */
async function reader() {
  const formats = (await globalThis.BarcodeDetector?.getSupportedFormats?.().catch(() => [])) ?? [];
  if (formats.includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async (source) => (await detector.detect(source)).map((one) => one.rawValue);
  }
  const { prepareZXingModule, readBarcodes } = await import("./vendor/pindai/reader/index.js");
  const wasm = new URL("./vendor/pindai/zxing_reader.wasm", import.meta.url).href;
  await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
  return async (source) => (await readBarcodes(pixels(source), { formats: ["QRCode"], tryHarder: true, maxNumberOfSymbols: 8 })).map((one) => one.text);
}

/** What a picture shows, as the reader of the pages takes it. */
function pixels(source) {
  const wide = source.videoWidth ?? source.width, high = source.videoHeight ?? source.height;
  const canvas = Object.assign(document.createElement("canvas"), { width: wide, height: high }), pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.drawImage(source, 0, 0);
  return pen.getImageData(0, 0, wide, high);
}

/** Watches one scanner of a page; `found(surat, scanned)` gets a whole surat jalan. */
export function watchScanner(box, found) {
  const parts = new Parts(), told = box.querySelector("[data-kabar]"), video = box.querySelector("video");
  const [open, shut, torch] = ["buka", "tutup", "senter"].map((name) => box.querySelector(`[data-${name}]`));
  const files = box.querySelector("input[type=file]"), text = box.querySelector("textarea");
  let stream = null, lock = null, ready = null;

  const say = (sentence, tone = "") => { told.textContent = sentence; told.className = `kabar ${tone}`; told.hidden = false; };
  const read = () => (ready ??= reader().catch((error) => { ready = null; throw error; }));

  /** True once the surat jalan is whole. */
  function take(scanned) {
    try {
      const fresh = partsIn(scanned).map((one) => parts.add(one)).some(Boolean), whole = parts.whole();
      if (whole !== undefined) return done(waybill(whole));
      if (fresh) buzz();
      say(SCAN.parts(parts.read, parts.of, parts.missing), "sebagian");
    } catch (error) {
      if (!(error instanceof NoWaybill)) throw error;
      say(SCAN.wrong[error.code](parts.read), "salah");
      box.querySelector("[data-ulang]").hidden = error.code !== "lain";
    }
    return false;
  }

  function done(surat) {
    const scanned = parts.scanned;
    buzz();
    close();
    parts.clear();
    text.value = scanned;
    say(SCAN.whole(surat.nomor, surat.baris.length), "utuh");
    found(surat, scanned);
    return true;
  }

  async function start() {
    if (!navigator.mediaDevices?.getUserMedia) return say(SCAN.noCamera, "salah");
    say(SCAN.starting);
    try {
      stream = await navigator.mediaDevices.getUserMedia(CAMERA);
      const detect = await read();
      video.srcObject = stream;
      await video.play();
      showCamera(true);
      say(SCAN.aim);
      await look(detect);
    } catch (error) {
      close();
      say(error.name === "NotAllowedError" ? SCAN.forbidden : error.name === "NotFoundError" ? SCAN.noCamera : SCAN.noReader, "salah");
    }
  }

  /** Frame by frame, until the paper is whole or the camera is shut; what is no QR of ours is told once, not at every frame. */
  async function look(detect) {
    const seen = new Set();
    while (stream) {
      const texts = video.readyState >= 2 ? await detect(video) : [];
      for (const one of texts) {
        if (!stream || seen.has(one)) continue;
        seen.add(one);
        if (take(one)) return;
      }
      await new Promise((go) => { setTimeout(go, EVERY_MS); });
    }
  }

  async function showCamera(on) {
    box.querySelector(".kamera").hidden = !on;
    [open.hidden, shut.hidden] = [on, !on];
    torch.hidden = !(on && stream?.getVideoTracks()[0]?.getCapabilities?.().torch);
    torch.setAttribute("aria-pressed", "false");
    if (on) lock = await navigator.wakeLock?.request("screen").catch(() => null);
    else lock?.release();
  }

  function close() {
    stream?.getTracks().forEach((track) => track.stop());
    stream = video.srcObject = null;
    showCamera(false);
  }

  async function light() {
    const on = torch.getAttribute("aria-pressed") !== "true";
    await stream?.getVideoTracks()[0]?.applyConstraints({ advanced: [{ torch: on }] }).catch(() => {});
    torch.setAttribute("aria-pressed", String(on));
  }

  async function readPictures() {
    say(SCAN.reading);
    let none = 0;
    try {
      const detect = await read();
      for (const file of [...files.files]) {
        const picture = await createImageBitmap(file).catch(() => null), texts = picture ? await detect(picture) : [];
        none += texts.length === 0;
        if (texts.some(take)) return;
      }
      if (none) say(`${parts.read ? `${SCAN.parts(parts.read, parts.of, parts.missing)} ` : ""}${SCAN.noQr}`, "salah");
    } catch {
      say(SCAN.noReader, "salah");
    } finally {
      files.value = "";
    }
  }

  open.addEventListener("click", start);
  shut.addEventListener("click", () => { close(); if (!parts.read) told.hidden = true; });
  torch.addEventListener("click", light);
  files.addEventListener("change", readPictures);
  box.querySelector("[data-baca]").addEventListener("click", (event) => { event.preventDefault(); if (text.value.trim()) take(text.value); });
  box.querySelector("[data-ulang]").addEventListener("click", ({ target }) => { parts.clear(); target.hidden = true; say(SCAN.again); });
  addEventListener("pagehide", close);
  box.querySelectorAll("[data-naskah]").forEach((one) => { one.hidden = false; });
  if (!navigator.mediaDevices?.getUserMedia) open.hidden = true;
}

function buzz() { navigator.vibrate?.(60); }
