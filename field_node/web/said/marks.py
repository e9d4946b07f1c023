"""The one honest state of a record: its icon, its word and how loud it is."""

from dataclasses import dataclass

from field_node.records.kinds import Ref
from field_node.store.outbox import Counts
from field_node.web.said import numbers
from field_node.web.said.language import _
from field_node.web.said.times import Zone


@dataclass(frozen=True, slots=True)
class Mark:
    """A state as pages draw it. `tone` is a class of the style sheet: wait, done or check."""

    icon: str
    text: str
    tone: str
    reason: str = ""


MARKS = {
    "di_unit": Mark("unit", "Di unit", "wait", "Baru ada di unit ini; belum dikirim."),
    "antre_internet": Mark("antre", "Antre internet", "wait", "Menunggu sambungan internet ke pusat."),
    "antre_radio": Mark("antre", "Antre radio", "wait", "Menunggu giliran radio kita memancar."),
    "dipancarkan": Mark("pancar", "Dipancarkan", "wait", "Radio kita sudah mengirimnya; belum tentu sampai."),
    "dititipkan": Mark(
        "pancar",
        "Dititipkan",
        "wait",
        "Unit lain menyatakan memegangnya; belum sampai di pusat.",
    ),
    "diterima": Mark("diterima", "Diterima pusat", "done"),
    "perlu_diperiksa": Mark(
        "periksa",
        "Perlu diperiksa",
        "check",
        "Pusat menahan catatan ini: isinya perlu dilihat petugas pusat.",
    ),
    "tanda_terima_rusak": Mark(
        "periksa",
        "Perlu diperiksa: tanda terima rusak",
        "check",
        "Catatan tentang kiriman ini rusak di unit. Hubungi teknisi.",
    ),
    "angka_diterima": Mark(
        "sebagian", "Angka diterima pusat", "done", "Angka diterima pusat, nama menunggu internet."
    ),
}
MEANINGS = [
    MARKS[word]
    for word in ("di_unit", "antre_internet", "antre_radio", "dipancarkan", "dititipkan", "angka_diterima")
] + [Mark("diterima", "Diterima pusat", "done", "Pusat sudah mengirim tanda terimanya.")]
"""The marks of what is on its way, each with what it means."""
FROM_CENTER = Mark("diterima", "Dari pusat", "done")
FROM_OTHER = Mark("unit", "Belum diverifikasi pusat", "check")


def mark(word: str, at: int | None, zone: Zone, now: int) -> Mark:
    """The mark of a state word; received ones say when: the hour today, the day before that."""
    found = MARKS[word]
    if word != "diterima" or at is None:
        return found
    today = zone.at(at).date() == zone.at(now).date()
    when = f"{zone.short(at)} {zone.name}" if today else zone.long(at)
    return Mark(found.icon, f"{found.text} {when}", found.tone)


def foreign(ref: Ref, own: int | None) -> Mark:
    """The mark of an entry that no receipt concerns."""
    if ref.unit == own:
        return MARKS["di_unit"]
    return FROM_CENTER if ref.unit == 0 else FROM_OTHER


def unsent(counts: Counts) -> str:
    """The counter of every page: what the center has not, else what it set aside; a unit without records claims nothing."""
    if counts.waiting:
        return _("%s belum terkirim") % numbers.shown(counts.waiting)
    if counts.held:
        return _("%s perlu diperiksa") % numbers.shown(counts.held)
    return _("Semua sudah diterima pusat") if counts.received else _("Belum ada catatan")
