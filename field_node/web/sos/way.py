"""What is known of a call on its way to the center, step by step; what nobody has said is told as not known."""

from dataclasses import dataclass

from field_node.records.record import Entry
from field_node.store import outbox
from field_node.store.outbox import BROKEN, RADIO_WORDS, THERE, WORDS, ByRadio, Delivery
from field_node.web.desk import Desk
from field_node.web.said.language import _

RADIOED, ENTRUSTED = (RADIO_WORDS[how] for how in (ByRadio.SENT, ByRadio.ENTRUSTED))
PARTLY, RECEIVED, SET_ASIDE = (WORDS[how] for how in (Delivery.FIGURES, Delivery.RECEIVED, Delivery.HELD))


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `done`: somebody said so; else `text` says what is awaited."""

    icon: str
    text: str
    done: bool


def way(desk: Desk, call: Entry) -> list[Step]:
    """Kept here, on the air, held by another unit, received by the center."""
    word, when = _known(desk, call)
    kept = _("Tersimpan di unit %s.") % f"{desk.zone.short(desk.made(call))} {desk.zone.name}"
    return [Step("unit", kept, done=True), *_sent(word, when), _received(word, when)]


def doubt(desk: Desk, end: Entry) -> str:
    """Why help may come although the call has ended; "" when the center knows the end, or another unit said it."""
    if end.unit != desk.unit:
        return ""
    word, _when = _known(desk, end)
    if word in (PARTLY, RECEIVED):
        return ""
    return {
        SET_ASIDE: _("Pusat menahan kabar bahwa SOS ini diakhiri: bantuan mungkin tetap datang."),
        BROKEN: _("Tidak diketahui apakah pusat tahu SOS ini diakhiri: bantuan mungkin tetap datang."),
    }.get(word, _("Pusat belum tahu bahwa SOS ini sudah diakhiri: bantuan mungkin tetap datang."))


def _known(desk: Desk, entry: Entry) -> tuple[str, str]:
    """The word of its state and since when, "" while it only lies here."""
    state = outbox.state(desk.store, [entry.ref]).get(entry.ref)
    if state is None:
        return "", ""
    at = desk.on_its_way(entry, state.at)
    if at is None:
        return state.word, _("pada jam yang belum pasti") if state.at else ""
    return state.word, f"{desk.zone.short(at)} {desk.zone.name}"


def _sent(word: str, when: str) -> list[Step]:
    if word == BROKEN:
        text = _("Catatan kiriman SOS ini rusak di unit: tidak diketahui apakah sudah dipancarkan.")
        return [Step("pancar", text, done=False)]
    if word in THERE:
        return [Step("pancar", _("Sudah dikirim."), done=True)]
    return [_radioed(word, when), _held(word, when)]


def _radioed(word: str, when: str) -> Step:
    if word == RADIOED:
        return Step(
            "pancar", _("Dipancarkan radio %s, diulang terus sampai pusat menjawab.") % when, done=True
        )
    if word == ENTRUSTED:
        return Step("pancar", _("Dipancarkan radio."), done=True)
    return Step("pancar", _("Belum dipancarkan radio. SOS selalu paling depan di antrean."), done=False)


def _held(word: str, when: str) -> Step:
    if word == ENTRUSTED:
        return Step("unit", _("Unit lain menyatakan memegangnya %s.") % when, done=True)
    return Step("unit", _("Belum ada unit lain yang menyatakan mendengarnya."), done=False)


def _received(word: str, when: str) -> Step:
    if word in (PARTLY, RECEIVED):
        return Step("diterima", _("Diterima pusat %s.") % when, done=True)
    if word == SET_ASIDE:
        text = _("Sampai di pusat %s, tetapi ditahan: petugas pusat perlu melihatnya dulu.") % when
        return Step("periksa", text, done=False)
    if word == BROKEN:
        return Step("diterima", _("Tidak diketahui apakah pusat menerimanya."), done=False)
    return Step("diterima", _("Pusat belum menyatakan menerima."), done=False)
