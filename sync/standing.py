"""What the pages hear of the way to the center: connected or not, since when, and what is wrong in one sentence."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace

SENTENCES: Mapping[str, str] = {
    "unreachable": "Pusat tidak bisa dihubungi: tidak ada jaringan, atau alamatnya tidak menjawab.",
    "certificate": "Yang menjawab bukan pusat kita (sertifikatnya lain). Data tidak dikirim ke sana.",
    "expired": "Sertifikat pusat tidak berlaku hari ini. Hubungi petugas teknis pusat.",
    "cut": "Sambungan ke pusat terputus di tengah jalan. Dicoba lagi sendiri.",
    "waiting": "Menunggu jawaban pusat. Catatan tersimpan di unit dan dikirim begitu pusat menjawab.",
    "busy": "Pusat sedang penuh. Dicoba lagi pada waktu yang diminta pusat.",
    "portal": "Jaringan ini meminta masuk lebih dulu (halaman login). Pakai jaringan lain atau masuk dulu.",
    "not_center": "Jawaban dari alamat pusat tidak dikenal. Periksa jaringan atau hubungi pusat.",
    "too_big": "Jawaban dari alamat pusat terlalu besar dan ditolak. Hubungi pusat.",
    "status": "Pusat menjawab dengan galat. Dicoba lagi sendiri.",
    "insecure": "Alamat pusat tidak aman dan tidak dipakai. Unit perlu didaftarkan ulang.",
    "nothing_taken": "Pusat menjawab, tetapi belum menerima kiriman ini. Dicoba lagi sendiri.",
    "ahead_of_clock": "Kiriman hari ini sudah banyak sekali; sisanya menyusul pelan-pelan.",
    "no_reserve": "Catatan nomor kirim tidak terbaca. Perangkat perlu didaftarkan ulang.",
    "belum_terdaftar": "Perangkat belum terdaftar: jalankan 'tagana enroll BERKAS'.",
    "pendaftaran_rusak": "Berkas pendaftaran di unit ini rusak. Minta berkas baru dari pusat, lalu jalankan 'tagana enroll --ganti BERKAS'.",
    "kartu_salinan": "Kartu ini salinan; perangkat perlu didaftarkan ulang dengan nomor baru.",
    "unit_dicabut": "Akses perangkat ini dicabut pusat. Tidak ada yang dikirim lagi; hubungi pusat.",
}

TOLD_EVERY_S = 15.0
LINK = "link"
"""The row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The row `link`. `code`: a key of SENTENCES, "" while all is well; times are UTC seconds.

    `contact_at`: when the last answer came. `waiting_since`: since when a question is out whose answer is late.
    """

    connected: bool = False
    center: str = ""
    code: str = ""
    contact_at: int | None = None
    attempt_at: int | None = None
    receipt_at: int | None = None
    waiting_since: int | None = None

    def body(self) -> dict[str, object]:
        """As the pages read it."""
        return asdict(self) | {"problem": SENTENCES.get(self.code, self.code), "kind": "internet"}

    def after_contact(self, now: int, *, receipt: bool, code: str = "") -> "Standing":
        """The center answered; `receipt`: with news for us."""
        heard = self.receipt_at if not receipt else now
        met = replace(self, connected=True, code=code, contact_at=now, attempt_at=now, waiting_since=None)
        return replace(met, receipt_at=heard)

    def after_failure(self, now: int, code: str) -> "Standing":
        """Nothing came back."""
        return replace(self, connected=False, code=code, attempt_at=now, waiting_since=None)

    def while_waiting(self, since: int) -> "Standing":
        """A question is out and its answer is late: whether the center is there is not known now."""
        return replace(self, connected=False, code="waiting", waiting_since=since)


def remembered(said: Mapping[str, object]) -> Standing:
    """What a process before this one said, of the times alone: whether the center is there now is not known."""
    contact, attempt, receipt = (_time(said.get(name)) for name in ("contact_at", "attempt_at", "receipt_at"))
    center = str(said.get("center", ""))
    return Standing(center=center, contact_at=contact, attempt_at=attempt, receipt_at=receipt)


def _time(value: object) -> int | None:
    return value if isinstance(value, int) else None


class Teller:
    """Says a standing when it changes, and every 15 seconds while only its times move."""

    def __init__(self, say: Callable[[Mapping[str, object]], None], monotonic: Callable[[], float]) -> None:
        self._say = say
        self._monotonic = monotonic
        self._told: Standing | None = None
        self._told_at = float("-inf")

    def tell(self, standing: Standing) -> None:
        """Write the row, or let it be."""
        now = self._monotonic()
        if standing == self._told or (self._is_same(standing) and now - self._told_at < TOLD_EVERY_S):
            return
        self._told, self._told_at = standing, now
        self._say(standing.body())

    def _is_same(self, standing: Standing) -> bool:
        told = self._told
        return told is not None and (told.connected, told.code) == (standing.connected, standing.code)
