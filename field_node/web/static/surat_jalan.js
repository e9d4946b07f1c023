// The text of a surat jalan as its QR codes tell it: parts in any order, then its head and lines. Touches no page.

const PIECE = 480, MOST_PARTS = 32, MOST_LINES = 40, LONGEST = 2 * MOST_PARTS * (PIECE + 20);
const HEAD = /^TSJ1 ([1-9]\d?)\/([1-9]\d?) ([0-9a-f]{8})$/gm;
const COLUMNS = ["nomor", "pada", "gudang", "gudang_nama", "tujuan", "tujuan_nama", "kendaraan", "pengemudi"];
const GOODS = ["merujuk", "barang", "batch", "jumlah", "kedaluwarsa", "sumber_dana", "isi_per_kemasan"];

/** Why something is no surat jalan that can be received: `bukan`, `rusak`, `lain`, `bentuk_lain`. */
export class NoWaybill extends Error {
  constructor(code) { super(code); this.code = code; }
}

/** The parts in what one or more QR codes said: [{ number, of, check, piece }]. Throws NoWaybill. */
export function partsIn(scanned) {
  if (scanned.length > LONGEST) throw new NoWaybill("rusak");
  const said = scanned.replaceAll("\r\n", "\n").trim(), heads = [...said.matchAll(HEAD)];
  if (heads[0]?.index !== 0) throw new NoWaybill(said.startsWith("TSJ1") ? "rusak" : /^TSJ\d+ /.test(said) ? "bentuk_lain" : "bukan");
  return heads.map((head, at) => part(head, said.slice(head.index + head[0].length, heads[at + 1]?.index).trim()));
}

function part([, number, of, check], piece) {
  const found = { number: Number(number), of: Number(of), check, piece }, size = new TextEncoder().encode(piece).length;
  if (found.number > found.of || found.of > MOST_PARTS || !size || size > PIECE) throw new NoWaybill("rusak");
  return found;
}

/** Gathers the parts of one surat jalan. */
export class Parts {
  #found = new Map();
  #first = null;

  get read() { return this.#found.size; }

  get of() { return this.#first?.of ?? 0; }

  get missing() { return Array.from({ length: this.of }, (_, at) => at + 1).filter((number) => !this.#found.has(number)); }

  /** What was scanned, one part after the other, for the form. */
  get scanned() { return [...this.#found.values()].map((one) => `TSJ1 ${one.number}/${one.of} ${one.check}\n${one.piece}`).join("\n"); }

  clear() {
    this.#found.clear();
    this.#first = null;
  }

  /** True when the part was not known. Throws NoWaybill: `lain` for a part of another surat jalan, `rusak` for a torn one. */
  add(one) {
    const first = this.#first ?? one, had = this.#found.get(one.number);
    if (one.of !== first.of || one.check !== first.check) throw new NoWaybill("lain");
    if (had && had.piece !== one.piece) throw new NoWaybill("rusak");
    this.#first = first;
    this.#found.set(one.number, one);
    return !had;
  }

  /** The whole text, undefined while parts are missing. Throws NoWaybill, and forgets what was read, when the check fails. */
  whole() {
    if (!this.of || this.missing.length) return undefined;
    const text = Array.from({ length: this.of }, (_, at) => this.#found.get(at + 1).piece).join("");
    if (crc32(new TextEncoder().encode(text)) === this.#first.check) return text;
    this.clear();
    throw new NoWaybill("rusak");
  }
}

function crc32(bytes) {
  let rest = 0xffffffff;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit += 1) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  }
  return ((rest ^ 0xffffffff) >>> 0).toString(16).padStart(8, "0");
}

/** { nomor, pada, gudang, ..., baris: [{ merujuk, barang, batch, jumlah, ... }] }, every value a text, "" for none. Throws NoWaybill. */
export function waybill(text) {
  const [head, ...rows] = text.split("\n");
  if (!rows.length || rows.length > MOST_LINES) throw new NoWaybill("rusak");
  const found = { ...row(head, COLUMNS), baris: rows.map((one) => row(one, GOODS)) };
  const sound = found.baris.every((one) => /^\d+-\d+$/.test(one.merujuk) && /^\d+$/.test(one.barang) && /^[1-9]\d*$/.test(one.jumlah));
  if (!sound || !/^\d+-\d+$/.test(found.gudang) || !/^\d+-\d+$/.test(found.tujuan)) throw new NoWaybill("rusak");
  return found;
}

function row(line, names) {
  const texts = line.split("\t").map((one) => (one === "\\-" ? "" : one.replace(/\\(.)/g, (_, letter) => (letter === "n" ? "\n" : letter))));
  return Object.fromEntries(names.map((name, at) => [name, texts[at] ?? ""]));
}
