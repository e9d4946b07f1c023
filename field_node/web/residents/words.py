"""What residents read: each danger in plain words, what to do, what each kind of place is for. Short sentences only."""

MEANS = {
    "hujan_lebat": ("Hujan deras bisa membuat banjir dan longsor.", "Jauhi sungai, selokan dan lereng."),
    "angin_kencang": (
        "Angin bisa merobohkan pohon dan atap.",
        "Masuk ke bangunan kuat. Jauhi pohon dan baliho.",
    ),
    "gempabumi": ("Gempa susulan bisa terjadi.", "Keluar ke tempat terbuka. Jauhi bangunan retak."),
    "tsunami": ("Gelombang besar bisa datang ke pantai.", "Segera lari ke tempat tinggi. Jangan menunggu."),
    "gunung_api": ("Abu, batu panas atau lahar bisa datang.", "Jauhi gunung dan sungainya. Pakai masker."),
    "banjir": ("Air bisa naik cepat.", "Pindah ke tempat tinggi. Jangan lewati air deras."),
    "tanah_longsor": ("Tanah di lereng bisa runtuh.", "Segera jauhi lereng dan tebing."),
    "gelombang_tinggi": ("Ombak di laut sangat tinggi.", "Jangan melaut. Jauhi tepi pantai."),
    "lainnya": ("Ada bahaya di sekitar sini.", "Ikuti petunjuk petugas."),
}
"""jenis of a peringatan -> what can happen, what to do."""

HOW_BAD = {
    "ringan": "Ringan",
    "sedang": "Sedang: berhati-hatilah",
    "berat": "Berat: berbahaya",
    "ekstrem": "Ekstrem: sangat berbahaya",
    "tidak_diketahui": "",
}
BMKG = "BMKG (Badan Meteorologi, Klimatologi, dan Geofisika)"
"""Named as BMKG's terms of use ask for: on every screen, print and text with its data."""
SOURCES = {
    "bmkg_nowcast": BMKG,
    "bmkg_gempa": BMKG,
    "magma": "MAGMA Indonesia, PVMBG",
    "pusat": "Command Center Kemensos",
}

PLACES = {
    "posko": "Posko: bertanya, minta bantuan, melapor",
    "pos_pengungsian": "Tempat mengungsi",
    "dapur_umum": "Makanan: dapur umum",
    "titik_distribusi": "Barang bantuan: titik pembagian",
    "titik_kumpul": "Titik kumpul",
}
"""Kinds of place that residents are told of, in this order. Stores are not: aid is given out at the places above."""

ASKED = {
    "orang_hilang": "Ada orang hilang",
    "kebutuhan_logistik": "Perlu makanan, air atau barang",
    "perlu_evakuasi": "Perlu dijemput atau dievakuasi",
    "kesehatan": "Ada yang sakit atau luka",
    "anak_terpisah": "Anak terpisah dari keluarga",
    "tidak_jelas": "Hal lain",
}
"""kategori of a laporan_warga -> how the form asks for it."""

NO_WARNING = "Tidak ada peringatan yang sampai ke unit ini. Itu belum berarti aman."
NO_FORECAST = "Belum ada prakiraan di unit ini."
OLD_FORECAST = "prakiraan lama"
FROM_BMKG = f"Sumber: {BMKG}"
NO_PLACE = "Belum ada lokasi yang bisa ditampilkan. Tanyakan kepada relawan Tagana."
HOW_TO_REPORT = (
    "Datang ke posko terdekat, atau isi formulir di halaman Info warga.",
    "Siapkan: apa yang terjadi, di mana, dan sejak kapan.",
    "Relawan akan memeriksa laporan Anda.",
)
IN_DANGER = "Bila nyawa terancam, jangan menunggu jawaban di sini. Cari relawan atau telepon."
TOO_MANY = "Laporan dari ponsel ini sudah banyak. Tunggu satu jam, atau datang ke posko."
TOO_MANY_IN_ALL = "Terlalu banyak laporan masuk sekarang. Datanglah langsung ke posko atau cari relawan."
PRIVATE_TEXT = (
    "Ada nomor telepon atau NIK di cerita. Hapus dari cerita. Nomor telepon ditulis di kotaknya sendiri."
)
CHOOSE = "Pilih apa yang terjadi."
TELL = "Tulis ceritanya dengan singkat."
TOO_LONG = "Terlalu panjang. Paling banyak {most} huruf."
