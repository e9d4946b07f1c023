"""The log of faults in plain words: what it was, from when to when, what to do."""

from dataclasses import dataclass

from field_node.store import troubles
from field_node.store.troubles import Trouble
from field_node.web.desk import Desk
from field_node.web.said import times
from field_node.web.said.language import _, later

TOLD = {
    "gps_tidak_ada": (
        later("Penerima GPS tidak terbaca"),
        later("Periksa kabel penerima GPS. Bila tetap, jalankan systemctl restart tagana-gps."),
    ),
    "daya_tegangan": (later("Tegangan kurang"), later("Ganti kabel atau adaptor: 5 V, paling sedikit 3 A.")),
    "daya_lemah": (later("Baterai hampir habis"), later("Sambungkan ke pengisi daya.")),
    "daya_panas": (later("Unit terlalu panas"), later("Pindahkan ke tempat teduh dan berangin.")),
    "ruang_habis": (
        later("Ruang simpan habis: jejak posisi tidak disimpan"),
        later("Cadangkan ke USB, lalu hubungi teknisi untuk mengosongkan kartu."),
    ),
    "diam_web": (later("Halaman tablet berhenti"), later("Jalankan systemctl restart tagana-web.")),
    "diam_gps": (later("Pencatatan posisi berhenti"), later("Jalankan systemctl restart tagana-gps.")),
    "diam_sync": (later("Pengiriman berhenti"), later("Jalankan systemctl restart tagana-sync.")),
    "cadangan_gagal": (
        later("Cadangan ke USB gagal"),
        later("Periksa USB, lalu coba lagi di halaman Cadangan."),
    ),
    "pusat_unreachable": (
        later("Pusat tidak bisa dihubungi"),
        later("Wajar bila tidak ada internet: catatan tetap aman dan dikirim nanti."),
    ),
    "pusat_portal": (
        later("Jaringan meminta masuk lebih dulu"),
        later("Masuk di jaringan itu, atau pakai jaringan lain."),
    ),
    "pusat_kartu_salinan": (
        later("Kartu ini salinan, pengiriman berhenti"),
        later("Minta berkas pendaftaran dengan nomor baru dari pusat."),
    ),
    "pusat_pendaftaran_rusak": (
        later("Berkas pendaftaran rusak, pengiriman berhenti"),
        later("Minta berkas baru dari pusat, lalu jalankan tagana enroll --ganti BERKAS."),
    ),
    "pusat_belum_terdaftar": (
        later("Unit belum terdaftar"),
        later("Jalankan tagana enroll BERKAS dengan berkas dari pusat."),
    ),
    "pusat_insecure": (
        later("Alamat pusat tidak aman, pengiriman berhenti"),
        later("Minta berkas pendaftaran baru dari pusat."),
    ),
    "pusat_no_reserve": (
        later("Nomor kirim tidak terbaca, pengiriman berhenti"),
        later("Minta berkas pendaftaran baru dari pusat."),
    ),
    "pusat_unit_dicabut": (later("Akses unit dicabut pusat"), later("Hubungi pusat.")),
    "radio_settings": (
        later("Pengaturan radio tidak sesuai"),
        later("Jalankan tagana radio check, lalu tagana radio apply."),
    ),
    "radio_no_device": (
        later("Radio tidak ditemukan"),
        later("Pasang radio dengan kabel USB yang bisa membawa data."),
    ),
    "radio_busy": (
        later("Radio dipakai alat lain"),
        later("Tutup aplikasi Meshtastic di ponsel yang tersambung ke radio."),
    ),
}
"""code -> what it was, what to do."""
OTHERS = {
    "pusat_": (later("Hubungan ke pusat terganggu"), later("Dicoba lagi sendiri. Bila lama, hubungi pusat.")),
    "radio_": (later("Radio terganggu"), later("Matikan radio, tunggu 10 detik, hidupkan lagi.")),
}
"""Beginning of a code -> the same, where whoever told it has a sentence of its own."""


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the log. `lasts`: it is still so."""

    what: str
    detail: str
    when: str
    step: str
    lasts: bool


def log(desk: Desk, limit: int) -> list[Told]:
    """What lasts first, then the newest."""
    return [_told(desk, one) for one in troubles.last(desk.store, limit)]


def words(code: str) -> tuple[str, str]:
    """What it was and what to do, in the language of whoever asks."""
    what, step = TOLD.get(code) or next(
        (said for start, said in OTHERS.items() if code.startswith(start)),
        (later("Gangguan lain"), later("Hubungi teknisi.")),
    )
    return _(what), _(step)


def _told(desk: Desk, one: Trouble) -> Told:
    what, step = words(one.code)
    return Told(what, _(one.detail) if one.detail else "", _when(desk, one), step, one.until is None)


def _when(desk: Desk, one: Trouble) -> str:
    since = desk.zone.long(one.since)
    again = _(", %(n)s kali") % {"n": one.times} if one.times > 1 else ""
    if one.until is None:
        return _("sejak %(since)s (%(age)s)") % {"since": since, "age": desk.age(one.since)} + again
    took = times.distance(max(0, one.until - one.since))
    return _("%(since)s, selama %(took)s") % {"since": since, "took": took} + again
