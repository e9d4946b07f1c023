// Where I am: this tablet's own receiver, else the unit.

const PATIENCE_MS = 10_000;

const asked = () => new Promise((done) => {
  if (!isSecureContext || !navigator.geolocation) return done(undefined);
  return navigator.geolocation.getCurrentPosition(done, () => done(undefined), { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 30_000 });
});

/** { found: what to show, sentence: where it comes from }. */
export async function own(words, unit, told) {
  told(words.mencari);
  const position = await asked();
  if (position) return { found: asFeature(position, words), sentence: words.posisi_tablet.replace("{}", Math.round(position.coords.accuracy)) };
  return { found: unit, sentence: unit ? words.posisi_unit : words.posisi_gagal };
}

function asFeature({ coords, timestamp }, words) {
  const metres = Math.round(coords.accuracy);
  return {
    type: "Feature", id: "tablet", geometry: { type: "Point", coordinates: [coords.longitude, coords.latitude] },
    properties: {
      lapis: "tablet", nama: words.tablet_ini, jenis: words.tablet_ini, angka: `± ${metres} m`, pada: Math.round(timestamp / 1_000), pada_apa: "", sumber: words.tablet_ini,
      ragu: "", jarak: "", rinci: [], alamat: "", akurasi_m: metres, terlindung: false,
    },
  };
}
