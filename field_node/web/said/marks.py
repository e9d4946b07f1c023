"""The one honest state of a record: its icon, its word and how loud it is."""

from dataclasses import dataclass, replace

from field_node.records.kinds import Ref
from field_node.store.outbox import Counts
from field_node.store.verdicts import Verdict
from field_node.web.said import numbers
from field_node.web.said.language import _, later, many
from field_node.web.said.times import Zone


@dataclass(frozen=True, slots=True)
class Mark:
    """A state as pages draw it. `tone` is a class of the style sheet: wait, done or check."""

    icon: str
    text: str
    tone: str
    reason: str = ""


MARKS = {
    "di_unit": Mark("unit", later("Di unit"), "wait", later("Baru ada di unit ini; belum dikirim.")),
    "antre_internet": Mark(
        "antre", later("Antre internet"), "wait", later("Menunggu sambungan internet ke pusat.")
    ),
    "antre_radio": Mark(
        "antre", later("Antre radio"), "wait", later("Menunggu giliran radio kita memancar.")
    ),
    "dipancarkan": Mark(
        "pancar",
        later("Dipancarkan"),
        "wait",
        later("Radio kita sudah mengirimnya; belum tentu sampai."),
    ),
    "dititipkan": Mark(
        "pancar",
        later("Dititipkan"),
        "wait",
        later("Unit lain menyatakan memegangnya; belum sampai di pusat."),
    ),
    "diterima": Mark(
        "diterima", later("Diterima pusat"), "done", later("Pusat sudah mengirim tanda terimanya.")
    ),
    "perlu_diperiksa": Mark(
        "periksa",
        later("Perlu diperiksa"),
        "check",
        later(
            "Pusat menahan catatan ini dan belum mengirim alasannya. Tanyakan kepada pusat, sebut nomor catatannya."
        ),
    ),
    "tanda_terima_rusak": Mark(
        "periksa",
        later("Perlu diperiksa: tanda terima rusak"),
        "check",
        later("Catatan tentang kiriman ini rusak di unit. Hubungi teknisi."),
    ),
    "angka_diterima": Mark(
        "sebagian",
        later("Angka diterima pusat"),
        "done",
        later("Angka diterima pusat, nama menunggu internet."),
    ),
}
DRAFT = Mark("ubah", later("Draf"), "wait", later("Sedang diisi di tablet ini; belum disimpan."))
ON_TABLET = Mark(
    "simpanan",
    later("Di tablet"),
    "wait",
    later("Tersimpan di tablet ini saja; terkirim sendiri begitu unit terjangkau."),
)
FROM_CENTER = Mark("diterima", later("Dari pusat"), "done", later("Catatan ini dibuat oleh pusat."))
VERIFIED = Mark("diterima", later("Diverifikasi pusat"), "done")
FROM_OTHER = Mark(
    "unit",
    later("Belum diverifikasi pusat"),
    "check",
    later("Dikatakan unit lain lewat radio; pusat belum memastikannya."),
)
WAY = ("di_unit", "antre_internet", "antre_radio", "dipancarkan", "dititipkan", "angka_diterima", "diterima")
"""Words of what is on its way, in the order in which a record passes them."""
HELD = "perlu_diperiksa"
TROUBLE = (HELD, "tanda_terima_rusak")
ASIDE = later("Pusat menahan catatan ini. Yang betul dicatat lagi, atau tanyakan kepada pusat.")


def on_the_way() -> list[Mark]:
    """The marks of what the unit sends, each with what it means."""
    return [_spoken(MARKS[word]) for word in WAY]


def legend() -> list[Mark]:
    """Every mark there is, from the draft on."""
    own = [DRAFT, ON_TABLET, *(MARKS[word] for word in (*WAY, *TROUBLE))]
    return [_spoken(one) for one in (*own, FROM_CENTER, FROM_OTHER)]


def _spoken(one: Mark) -> Mark:
    return replace(one, text=_(one.text), reason=_(one.reason))


def mark(word: str, at: int | None, zone: Zone, now: int) -> Mark:
    """The mark of a state word; received ones say when: the hour today, the day before that."""
    found = _spoken(MARKS[word])
    if word != "diterima":
        return found
    if at is None:
        return replace(found, reason="")
    return replace(found, text=f"{found.text} {moment(at, zone, now)}", reason="")


def moment(at: int, zone: Zone, now: int) -> str:
    """The hour today, the day before that."""
    today = zone.at(at).date() == zone.at(now).date()
    return f"{zone.short(at)} {zone.name}" if today else zone.long(at)


def judged(word: str, before: Mark, verdict: Verdict, when: str) -> Mark:
    """The mark after the center spoke of the entry: why it was set aside, or that it does not count. `word`: "" for others' entries."""
    if word == HELD and verdict.reason:
        given = {"alasan": verdict.reason.rstrip("."), "jam": when}
        return replace(
            before, text=_("Perlu diperiksa: %(alasan)s, kata pusat %(jam)s") % given, reason=_(ASIDE)
        )
    if verdict.is_rejected:
        return Mark("tolak", rejected(verdict, when), "check")
    return before if word or before.tone != FROM_OTHER.tone else _spoken(VERIFIED)


def rejected(verdict: Verdict, when: str) -> str:
    """That it does not count, since when and why."""
    said = _("Ditolak pusat %s") % when
    return f"{said}: {verdict.reason}" if verdict.reason else said


def foreign(ref: Ref, own: int | None) -> Mark:
    """The mark of an entry that no receipt concerns."""
    if ref.unit == own:
        return _spoken(MARKS["di_unit"])
    return replace(_spoken(FROM_CENTER if ref.unit == 0 else FROM_OTHER), reason="")


def unsent(counts: Counts, *, restored: bool = False) -> str:
    """The counter of every page: what the center has not, else what it set aside; a unit without records claims nothing.

    `restored`: of what was recorded here after a backup some may be lost, so that it never says "all".
    """
    if counts.waiting:
        return _("%s belum terkirim") % numbers.shown(counts.waiting)
    if counts.photos:
        return many("%(n)s foto belum terkirim", "%(n)s foto belum terkirim", counts.photos) % {
            "n": numbers.shown(counts.photos)
        }
    if counts.held:
        return _("%s perlu diperiksa") % numbers.shown(counts.held)
    if restored:
        return _("Isi unit ini sudah diterima pusat")
    return _("Semua sudah diterima pusat") if counts.received else _("Belum ada catatan")
