// Signatures drawn with finger, pen or mouse: strokes on a grid of 240 by 120, written into the hidden input of their field.

import { SIGN } from "./kata.js";

const WIDE = 240, HIGH = 120, MOST = 4_000, NEAR = 2; // characters of a drawing; grid steps that are no new point

const two = (value) => value.toString(36).padStart(2, "0");
const write = (strokes) => strokes.map((stroke) => stroke.map(([x, y]) => two(x) + two(y)).join("")).join(";");
const read = (text) => text.split(";").filter(Boolean).map((stroke) => stroke.match(/.{4}/g).map((point) => [parseInt(point.slice(0, 2), 36), parseInt(point.slice(2), 36)]));
const line = (stroke) => `M${stroke.map((point) => point.join(" ")).join("L")}${stroke.length === 1 ? "h0" : ""}`;

/** Makes one field of a signature a pad; without a script its name can still be typed. */
function watch(box) {
  const input = box.querySelector("input[type=hidden]"), pad = box.querySelector("[data-kertas]"), told = box.querySelector("[data-kabar]");
  const drawing = pad.querySelector("path.goresan"), undo = box.querySelector("[data-urung]"), clear = box.querySelector("[data-hapus]");
  let strokes = [], drawn = null, by = null;
  box.querySelector(".pad").hidden = false;

  function paint() {
    drawing.setAttribute("d", strokes.map(line).join(""));
    undo.disabled = clear.disabled = strokes.length === 0;
    pad.setAttribute("aria-label", strokes.length ? SIGN.drawn(strokes.length) : SIGN.empty);
  }

  function keep(said) {
    input.value = write(strokes);
    paint();
    told.textContent = said;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function point({ clientX, clientY }) {
    const { left, top, width, height } = pad.getBoundingClientRect();
    const at = (value, from, size, most) => Math.round(Math.min(1, Math.max(0, (value - from) / size)) * most);
    return [at(clientX, left, width, WIDE), at(clientY, top, height, HIGH)];
  }

  function add(event) {
    const next = point(event), last = drawn.at(-1);
    if (last && Math.hypot(next[0] - last[0], next[1] - last[1]) < NEAR) return;
    drawn.push(next);
    if (write(strokes).length > MOST) drawn.pop();
  }

  pad.addEventListener("pointerdown", (event) => {
    if (by !== null || event.button) return;
    event.preventDefault();
    by = event.pointerId;
    pad.setPointerCapture(by);
    drawn = [];
    strokes.push(drawn);
    add(event);
    if (!drawn.length) strokes.pop();
    paint();
  });
  pad.addEventListener("pointermove", (event) => {
    if (event.pointerId !== by || !strokes.includes(drawn)) return;
    for (const one of event.getCoalescedEvents?.() ?? [event]) add(one);
    paint();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    pad.addEventListener(end, (event) => {
      if (event.pointerId !== by) return;
      by = null;
      keep(strokes.includes(drawn) ? SIGN.drawn(strokes.length) : SIGN.full);
    });
  }
  undo.addEventListener("click", () => { strokes.pop(); keep(strokes.length ? SIGN.undone(strokes.length) : SIGN.empty); (undo.disabled ? box.querySelector("input:not([type])") : undo)?.focus(); });
  clear.addEventListener("click", () => { strokes = []; keep(SIGN.empty); box.querySelector("input:not([type])")?.focus(); });
  input.addEventListener("input", ({ isTrusted, bubbles }) => { if (!isTrusted && !bubbles) take(); }); // a draft was put back
  function take() { strokes = read(input.value); paint(); }
  take();
}

document.querySelectorAll("[data-ttd]").forEach(watch);
