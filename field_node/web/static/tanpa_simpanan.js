// A tablet that cannot keep what was typed: the plain form still works while the unit is reached; else that is said, and nothing is lost.

import { icon, make } from "./butir.js";
import { SAY } from "./kata.js";
import { ask } from "./kirim.js";

/** Leaves the form to the browser, after its submission has ended: until then the browser ignores another one. */
export async function leave(form, listener, by, place) {
  if (await ask()) {
    form.removeEventListener("submit", listener);
    return form.requestSubmit(by);
  }
  const box = make("section", { class: "problems", role: "alert", tabindex: "-1" },
    make("p", {}, make("strong", {}, icon("periksa"), SAY.notKept)), make("p", {}, SAY.notKeptWhat));
  place.replaceChildren(box);
  box.scrollIntoView({ block: "center" });
  return box.focus();
}
