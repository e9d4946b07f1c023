// The sentences of the tablet in the language of the page; only that language is loaded.

const words = await (document.documentElement.lang === "en" ? import("./kata_en.js") : import("./kata_id.js"));

export const { SAY, PHOTO, FILL, SIGN, SCAN, STOCK, age } = words;
