// What both ways to draw the map share, and the choice between them.

export const LARGEST = 17;

export const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
export const corners = ([west, south, east, north]) => [[west, south], [east, north]];

/** A classic script of others, once. Raises when it does not come. */
export function loadScript(address) { return load("script", { src: address }); }

export function loadStyle(address) { return load("link", { rel: "stylesheet", href: address }); }

const loads = new Map();

function load(tag, attributes) {
  const address = attributes.src ?? attributes.href;
  if (!loads.has(address)) loads.set(address, arrive(Object.assign(document.createElement(tag), attributes)));
  return loads.get(address);
}

function arrive(element) {
  return new Promise((done, failed) => {
    element.addEventListener("load", done);
    element.addEventListener("error", () => failed(new Error(element.src ?? element.href)));
    document.head.append(element);
  });
}

function hasWebgl() {
  try {
    return Boolean(document.createElement("canvas").getContext("webgl2"));
  } catch {
    return false;
  }
}

/** The best that this tablet can: { chart, simple }; undefined when it can draw no map at all. */
export async function draw(element, given) {
  if (hasWebgl()) {
    const chart = await tried("./mesin_webgl.js", element, given);
    if (chart) return { chart, simple: false };
  }
  const chart = await tried("./mesin_sederhana.js", element, given);
  return chart && { chart, simple: true };
}

async function tried(name, element, given) {
  const { className } = element;
  try {
    return await (await import(name)).open(element, given);
  } catch (error) {
    console.warn("peta:", name, error);
    element.replaceChildren();
    element.className = className;
    return undefined;
  }
}
