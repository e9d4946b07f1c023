// Every sentence that the tablet says by itself, and age in words, in Indonesian; the same names as in kata_en.js.

export const SAY = {
  held: (count) => `${count} di tablet`,
  away: "Terputus",
  unitAge: (old) => `unit ${old}`,
  centerAge: (old) => `pusat ${old}`,
  centerUnknown: "pusat tidak diketahui",
  never: "belum pernah",
  signIn: "Masuk dulu di unit",
  draft: "Draf",
  onTablet: "Di tablet",
  toCheck: "Perlu diperiksa",
  waits: "Menunggu unit terjangkau, lalu terkirim sendiri.",
  closed: "Unit belum menerima. Dicoba lagi sendiri.",
  needsSignIn: "Unit minta masuk dulu. Setelah masuk, catatan ini terkirim sendiri.",
  save: "Simpan",
  refused: "Belum tersimpan karena",
  also: "Perhatikan juga",
  stillThere: "Isian Anda masih ada di bawah.",
  sure: "Tetap simpan: bukan NIK atau nomor telepon orang",
  kept: "Tersimpan di tablet ini.",
  keptNote: "Belum sampai di unit. Akan dikirim otomatis begitu unit terjangkau.",
  notKept: "Belum tersimpan dan belum terkirim.",
  notKeptWhat: "Tablet ini tidak bisa menyimpannya, mungkin penuh, dan unit tidak terjangkau. Biarkan halaman ini terbuka, dekati unit, lalu ketuk lagi.",
  keptSos: "SOS ini belum terkirim! Ada di tablet ini dan dikirim begitu unit terjangkau. Mendekatlah ke unit, atau minta tolong dengan cara lain.",
  fates: {
    arrived: "Sudah sampai: tersimpan di unit.",
    refused: "Sudah dibawa ke unit, tetapi belum bisa disimpan di sana. Alasannya tertulis di Lihat isi tablet.",
    gone: "Tidak ada lagi di tablet ini.",
  },
  another: "Catat lagi",
  takeBack: "Urungkan",
  takenBack: "Diurungkan. Tidak ada yang dikirim.",
  holdOn: (seconds) => `Tahan terus… ${seconds}`,
  letGo: "Belum terkirim. Tahan sampai lingkaran penuh, atau ketuk tombol di bawahnya.",
  sosHeld: "SOS BELUM KELUAR DARI TABLET INI.",
  sosHeldWhat: "Unit tidak terjangkau, jadi belum ada yang tahu. Tablet terus mencoba sendiri. Dekati unit, dan minta tolong dengan cara lain sekarang: telepon, HT, teriak, peluit, senter.",
  sosSignIn: "Unit minta masuk dulu, jadi belum ada yang tahu. Masuk dengan PIN: sesudah itu SOS ini terkirim sendiri. Tidak bisa masuk? Minta tolong dengan cara lain sekarang: telepon, HT, teriak, peluit, senter.",
  sosNotTaken: (why) => `${why} Belum ada yang tahu. Tablet terus mencoba sendiri; minta tolong dengan cara lain sekarang: telepon, HT, teriak, peluit, senter.`,
  sosCancel: "Batalkan SOS ini (sudah aman)",
  sosCancelSure: "Ya, sudah aman: batalkan SOS",
  sosArrived: "SOS sudah sampai di unit.",
  sosSee: "Lihat sampai di mana",
  sosPlaced: "Posisi dari GPS tablet ini.",
  see: "Lihat isi tablet",
  unfinished: (label, old) => `Ada isian ${label} yang belum disimpan, ${old}.`,
  ownPlace: (name) => `${name} (masih di tablet)`,
  open: "Lihat",
  read: "Sudah dibaca",
  told: "Ada kabar",
  resume: "Lanjutkan",
  discard: "Buang",
  discardSure: "Ya, buang",
  mend: "Perbaiki",
  noSearch: "Pencarian wilayah perlu unit, dan unit sedang tidak terjangkau. Kosongkan dulu; lengkapi nanti lewat Koreksi.",
  sending: "Mengirim…",
  allSent: "Semua catatan tablet ini sudah ada di unit.",
  stillAway: "Unit tidak terjangkau. Catatan aman di tablet ini.",
  someLeft: (count) => `${count} catatan masih di tablet; alasannya tertulis di bawah.`,
  mule: {
    none: "Belum membawa titipan. Titipan diambil sendiri selama unit terjangkau.",
    carries: (count, old) => `Membawa ${count} catatan, diambil ${old}. Belum sampai di pusat: buka halaman ini di tempat yang ada internet.`,
    delivered: (old) => `Sudah diantar ke pusat ${old}. Unit belum tahu: tanda terimanya dibawa pulang oleh tablet ini.`,
    home: (old) => `Tanda terima pusat diserahkan ke unit ${old}.`,
    nothing: (old) => `Jawaban pusat diserahkan ke unit ${old}. Di dalamnya tidak ada tanda terima yang lebih baru daripada yang sudah ada di unit.`,
    trouble: (why) => `Unit belum bisa menyiapkan titipan. ${why}`,
    full: "Tablet ini tidak bisa menyimpan titipan: penyimpanannya mungkin penuh. Kosongkan ruang di tablet, lalu coba lagi.",
  },
  unreadable: "Simpanan tablet ini tidak bisa dibuka, jadi tidak diketahui apakah ada catatan yang menunggu di sini. Jangan hapus data peramban: tutup peramban, buka lagi, atau hubungi teknisi.",
  safe: "Peramban menjamin simpanan tablet ini tidak dihapus sendiri.",
  unsafe: "Peramban belum menjamin simpanan tablet ini: jangan hapus data peramban, dan ekspor bila lama tidak bertemu unit.",
  exported: (count) => `${count} catatan ditulis ke berkas unduhan. Catatan tetap ada di tablet sampai unit menerimanya.`,
};

/** What is said of photos that wait on this tablet. */
export const PHOTO = {
  photo: "Foto",
  held: (count, pictures) => `${count} di tablet, ${pictures} foto`,
  onTablet: "Di tablet",
  partly: (share) => `Sampai di unit ${share} %`,
  toCheck: "Perlu diperiksa",
  picked: (count) => `${count} foto dipilih. Ketuk Simpan foto.`,
  making: "Menyiapkan foto…",
  kept: (count) => `${count} foto tersimpan di tablet ini.`,
  full: "Penyimpanan tablet penuh: foto belum tersimpan. Catatannya tetap aman.",
  unreadable: (name) => `Foto ini tidak bisa dibaca tablet: ${name}.`,
  noRecord: "Menunggu catatannya sampai di unit.",
  signIn: "Unit minta masuk dulu. Setelah masuk, foto ini terkirim sendiri.",
  closed: "Unit belum menerima foto ini. Dicoba lagi sendiri.",
};

const many = (value) => value.toLocaleString("id-ID", { maximumFractionDigits: 6 });
const quality = (metres) => (metres <= 15 ? "baik" : metres <= 100 ? "cukup" : "kasar");

/** What a form says while it is being filled. */
export const FILL = {
  zero: "nol",
  unknown: "belum didata",
  step: (label, by) => `${label}: ${by < 0 ? "kurang" : "tambah"} ${Math.abs(by)}`,
  filled: (count) => `${count} terisi`,
  sum: ({ label, unit, total, missing, whole }) => {
    const left = missing ? `, ${missing} belum didata` : "", of = unit ? ` ${unit}` : "";
    if (whole === null) return `${label}: ${missing ? "≥ " : ""}${many(total)}${of}${left}`;
    const gap = whole - total, apart = gap === 0 ? "pas" : gap < 0 ? `lebih ${many(-gap)}` : missing ? `sisa ${many(gap)}` : `selisih ${many(gap)}`;
    return `${label}: ${many(total)} dari ${many(whole)}${of}, ${apart}${left}`;
  },
  jumped: (by, up) => `${up ? "naik" : "turun"} ${by}. Benar?`,
  thisTablet: "tablet ini",
  review: "Periksa sebelum disimpan",
  next: "Periksa",
  lookAgain: "Perhatikan:",
  needed: (label) => `${label}: wajib diisi. Tanpa itu unit tidak menyimpannya.`,
  change: "Ubah",
  undo: "Urungkan",
  lastPlace: "Yang terakhir dipakai di tablet ini. Ganti bila bukan di sini.",
  noArea: (sought) => `Tidak ditemukan: "${sought}". Coba nama lain.`,
  searching: (seconds, metres) => `Mencari posisi, ${seconds} dari 20 detik. ${metres === null ? "Belum ada sinyal satelit." : `Terbaik sejauh ini ±${metres} m (${quality(metres)}).`}`,
  position: (metres) => `Posisi dari tablet: ±${metres} m (${quality(metres)}).${metres > 100 ? " Ulangi di tempat terbuka, atau betulkan angkanya." : ""}`,
  unitPosition: (metres) => `Posisi dari GPS unit${metres ? `: ±${metres} m (${quality(metres)})` : ""}.`,
  noPosition: (code, pretended) => {
    if (pretended) return "Tablet memberi posisi tiruan (akurasi 0 m), jadi tidak dipakai. Matikan lokasi tiruan, pakai GPS unit, atau ketik.";
    if (code === 1) return "Tablet belum mengizinkan halaman ini membaca lokasi. Izinkan di peramban, pakai GPS unit, atau ketik.";
    return "Tablet belum mendapat posisi. Coba lagi di tempat terbuka, pakai GPS unit, atau ketik.";
  },
};

/** What a pad for signatures says. */
export const SIGN = {
  empty: "Belum ada goresan",
  drawn: (count) => `Tanda tangan, ${count} goresan`,
  undone: (count) => `Goresan terakhir dihapus, sisa ${count}`,
  full: "Bidang tanda tangan penuh. Kosongkan, lalu goreskan lebih ringkas.",
};

/** What the reader of QR codes says. */
export const SCAN = {
  starting: "Membuka kamera…",
  aim: "Arahkan kamera ke QR surat jalan.",
  reading: "Membaca gambar…",
  parts: (read, of, missing) => `${read} dari ${of} QR dibaca. Berikutnya: QR nomor ${missing.join(", ")}.`,
  whole: (number, lines) => `Surat jalan ${number || "tanpa nomor"} terbaca utuh: ${lines} baris barang.`,
  again: "Mulai dari awal. Pindai QR pertama.",
  noQr: "Tidak ada QR yang terbaca di gambar ini. Ambil lebih dekat, lurus, dan terang.",
  noCamera: "Kamera tidak tersedia di sini. Pilih gambar QR, tempel teksnya, atau isi barisnya dengan tangan.",
  forbidden: "Peramban belum mengizinkan kamera. Izinkan di peramban, pilih gambar QR, atau isi barisnya dengan tangan.",
  noReader: "Pembaca QR tidak bisa dibuka di tablet ini. Tempel teksnya, atau isi barisnya dengan tangan.",
  wrong: {
    bukan: () => "QR ini bukan surat jalan.",
    rusak: (read) => `QR ini rusak atau terpotong. Pindai lagi${read ? "; yang sudah dibaca tetap ada" : ""}.`,
    lain: () => "QR ini bagian dari surat jalan lain. Pindai QR dari kertas yang sama, atau mulai dari awal.",
    bentuk_lain: () => "Surat jalan ini dibuat dengan bentuk yang lebih baru. Isi barisnya dengan tangan.",
  },
  gap: (left) => (left > 0 ? `kurang ${many(left)}` : left < 0 ? `lebih ${many(-left)}` : "pas"),
  later: (left) => `${many(left)} menyusul, tetap dalam perjalanan`,
  other: (bound, here) => `Surat jalan ini untuk ${bound}, bukan ${here}. Bila barangnya memang diterima di sini, centang di bawah.`,
  sent: (amount, unit, due) => `Dikirim ${amount}${unit ? ` ${unit}` : ""}${due ? `, kedaluwarsa ${due}` : ""}`,
  broken: (count) => `rusak ${many(count)}`,
  restAsSent: "Tertulis yang belum tercatat, 0 untuk yang sudah lengkap. Ubah yang tidak sesuai. Yang masih menyusul: isi Kurang dengan 0.",
  asSent: "Tertulis sebagai diterima semua. Ubah yang tidak sesuai. Yang menyusul: isi Kurang dengan 0.",
  goods: (number) => `barang nomor ${number}`,
};

/** @param {number} since milliseconds since 1970 */
export function age(since, now = Date.now()) {
  const minutes = Math.floor((now - since) / 60_000);
  if (minutes < 1) return "baru saja";
  if (minutes < 60) return `${minutes} menit lalu`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} jam lalu`;
  return `${Math.floor(minutes / 1440)} hari lalu`;
}

export const STOCK = {
  unit: "satuan",
  package: "kemasan",
  full: (most) => `Paling banyak ${most} baris dalam satu surat.`,
  gone: "barang ini sudah tidak ada di daftar",
  noSize: "Tulis isi per kemasan, atau jumlah satuannya saja",
  packed: (packages, name, loose, unit) => `${packages} ${name}${loose ? ` + ${loose} ${unit}` : ""}`,
  left: (much, unit) => `sisa ${much} ${unit}`,
  minus: (much, unit) => `saldo minus ${much} ${unit}, perlu opname`,
  expired: "sudah kedaluwarsa",
  usual: (holds, unit, name) => `Biasanya ${holds} ${unit} per ${name}. Ketuk bila benar.`,
  total: (lines, sums) => `${lines} baris: ${sums}`,
  shut: (age, bound) => `Menurut data unit ${age}, belum ada SK tanggap darurat untuk kejadian ini. ${bound ? "Kiriman ke gudang atau lumbung lain tetap bisa; yang lain" : "Barang ini"} perlu Keluarkan darurat: centang, isi alasan dan siapa yang memutuskan.`,
  gateUnknown: "Tablet ini belum tahu apakah SK tanggap darurat sudah ada. Unit memeriksanya saat catatan ini sampai; tanpa SK, isi Keluarkan darurat.",
  people: (kk, jiwa, paket) => `Jumlah: ${kk ?? "belum didata"} KK, ${jiwa ?? "belum didata"} jiwa${paket === null ? "" : `, ${paket} paket`}`,
};
