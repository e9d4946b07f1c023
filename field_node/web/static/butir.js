// Small pieces of a page, made the way the templates make them.

const ICONS = new URL("./ikon.svg", import.meta.url).pathname;
const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes and children; text stays text. */
export function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") made.addEventListener("click", value);
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg"), use = document.createElementNS(SVG, "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${ICONS}#${name}`);
  svg.append(use);
  return svg;
}

export function button(text, act, { plain = false, type = "button" } = {}) {
  return make("button", { type, class: plain ? "plain" : "", onclick: act }, text);
}

export function link(text, address, { plain = false } = {}) {
  return make("a", { class: plain ? "button plain" : "button", href: address }, text);
}

/** What throws something away for good asks once more, on the same button. */
export function discardButton(words, act) {
  const made = button(words.discard, () => {
    if (made.dataset.asked) act();
    made.dataset.asked = "ya";
    made.textContent = words.discardSure;
  }, { plain: true });
  return made;
}
