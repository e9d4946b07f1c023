"""A filled form of an arrival, from a page or out of an outbox: looked through, kept once, told with its inputs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from field_node.records.kinds import Ref
from field_node.records.record import InvalidRecord, Notice
from field_node.store import journal
from field_node.web.brought import Taken
from field_node.web.capture.keeping import SURE, then
from field_node.web.desk import Desk
from field_node.web.fields.forms import Form
from field_node.web.said.language import _, later
from field_node.web.stock.arrival import AGAIN, CAME, KIND, OTHER, compose
from field_node.web.stock.bringing import BESIDE
from field_node.web.stock.drafts import Composed
from field_node.web.stock.drawing import label, sentences
from field_node.web.stock.keeping import keep_paper, look
from field_node.web.stock.saved import saved_address

LABELS = {
    "surat": later("QR surat jalan"),
    OTHER: later("Diterima di tempat lain"),
    AGAIN: later("Kiriman bertahap"),
    "merujuk": later("kode"),
    "dikirim": later("dikirim"),
    "diterima": later("diterima"),
    "rusak": later("rusak"),
    "kurang": later("kurang"),
}
UNKNOWN = ("merujuk", "tujuan")
"""Fields that may name what this unit has never heard of: it may never have had a network."""


@dataclass(frozen=True, slots=True)
class ArrivalForm:
    """Typed values of one form. Implements `Brought`."""

    kunci: str
    form: Form

    def keep(self, desk: Desk, incident: Ref | None, age_s: int) -> Taken:
        """Keeps the arrival, its number given by the unit. Raises InvalidRecord, StoreError."""
        typed = {name: texts for name, texts in self.form.items() if name not in BESIDE and any(texts)}
        form = desk.form_key(self.kunci, {**typed, "jenis_catatan": [KIND]})
        known = journal.of_form(desk.store, form)
        made = Composed([]) if known else compose(then(desk, age_s), self.form)
        try:
            kept = keep_paper(
                desk,
                made.pieces,
                form=form,
                incident=incident,
                pattern=desk.stok.terima_kiriman,
                age_s=age_s,
                sure=SURE in self.form,
            )
        except InvalidRecord as error:
            raise InvalidRecord(_news(error.notices)) from error
        return Taken(kept.entries[0], saved_address(desk, kept, _news((*made.notices, *kept.notices))))

    def look(self, desk: Desk, incident: Ref | None) -> tuple[Notice, ...]:
        """What would be odd about it. Raises InvalidRecord."""
        made = compose(desk, self.form)
        try:
            told = look(desk, made.pieces, incident=incident, pattern=desk.stok.terima_kiriman)
        except InvalidRecord as error:
            raise InvalidRecord((*_news(error.notices), *made.notices)) from error
        return _news((*made.notices, *told))

    def told(self, desk: Desk, notices: Iterable[Notice]) -> dict[str, Any]:
        """Sentences beside their inputs."""
        every = tuple(notices)
        return {
            "problems": told(sentences(desk, every, blocking=True)),
            "cautions": told(sentences(desk, every, blocking=False)),
        }


def _news(notices: tuple[Notice, ...]) -> tuple[Notice, ...]:
    """Without what goes without saying: kirim and places of other units need not be here."""
    return tuple(one for one in notices if one.code != "rujukan_belum_ada" or one.field not in _UNSAID)


_UNSAID = {*UNKNOWN, *(f"b{number}-merujuk" for number in range(1, 41))}


def told(said: dict[str, list[str]]) -> list[dict[str, str]]:
    """Each sentence with the input of which it speaks."""
    return [
        {"id": f"f-{name}" if name else "", "label": _named(name), "sentence": text}
        for name, texts in said.items()
        for text in texts
    ]


def _named(name: str) -> str:
    """`b3-kurang` -> `Barang 3, kurang`."""
    start, dash, end = name.partition("-")
    if dash and end in (*CAME, "merujuk", "dikirim"):
        return f"{_('Barang')} {start[1:]}, {_(LABELS[end])}"
    return _(LABELS[name]) if name in LABELS else label(name)


def taker(kunci: str, form: Form, given: dict[str, Any]) -> ArrivalForm:
    """Implements `Taker`."""
    return ArrivalForm(kunci, form)
