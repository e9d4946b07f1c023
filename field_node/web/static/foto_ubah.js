// A picture as it is kept: at most 1600 px, JPEG, and nothing in it but what is seen.

const LONGEST = 1600, QUALITY = 0.8;

/** False where a tablet cannot keep photos by itself: then the plain form takes them. */
export const able = Boolean(globalThis.crypto?.subtle && globalThis.createImageBitmap && globalThis.indexedDB);

/** Rejects for what this tablet cannot show. */
export async function shrunk(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext("2d", { alpha: false });
  pen.fillStyle = "white";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((done, fail) => {
    canvas.toBlob((made) => (made ? done(made) : fail(new Error("no picture"))), "image/jpeg", QUALITY);
  });
}

/** SHA-256 in hexadecimal. */
export async function digest(blob) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
  return Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
}
