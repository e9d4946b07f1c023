"""Everything that the page of an arrival shows, filled or as a frame that a tablet keeps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from field_node.records.handover import PARTY
from field_node.records.record import InvalidRecord
from field_node.store.papers import MOST_LINES, Paper
from field_node.web.desk import Desk
from field_node.web.fields.forms import Form
from field_node.web.said import times
from field_node.web.said.language import _, later
from field_node.web.said.options import Option
from field_node.web.said.shown import amount
from field_node.web.stock import choices
from field_node.web.stock.arrival import AGAIN, OTHER, Source, prefixes, source, text
from field_node.web.stock.drawing import Told
from field_node.web.stock.waybill import Sent, Waybill

SIGNERS = {
    "pihak_pertama": later("Yang menyerahkan"),
    "pihak_kedua": later("Yang menerima"),
    "saksi": later("Saksi"),
}
FEW, MORE_LINES = 3, 3
ENDS = ("merujuk", "barang", "batch", "dikirim", "kedaluwarsa", "diterima", "rusak", "kurang")
UNKNOWN = Source({})


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the form. `title`: goods that the surat jalan names, "" where they are typed. `sent`, `past` (told by earlier arrivals): in base units, "" while unknown."""

    prefix: str
    number: int
    texts: Mapping[str, str]
    errors: Mapping[str, Sequence[str]]
    title: str = ""
    told: str = ""
    unit: str = ""
    scale: str = "0"
    sent: str = ""
    past: str = ""


def filled_from(paper: Paper | Waybill) -> dict[str, list[str]]:
    """The form of an arrival in which nothing is missing or broken yet counted: amounts stand as sent once its lines are shown."""
    if isinstance(paper, Waybill):
        return {f"b{n}-merujuk": [str(one.ref)] for n, one in enumerate(paper.lines, 1)}
    found = {f"b{n}-merujuk": [str(one.ref)] for n, one in enumerate(paper.entries, 1)}
    return found | {"gudang": [str(move.tujuan) for _, move in paper.lines[:1]]}


def arrival_frame(
    desk: Desk, form: Form, errors: Mapping[str, list[str]], stores: Sequence[Option], *, fresh: bool = False
) -> dict[str, Any]:
    """For the page; `form` as it was typed. `fresh`: nobody has typed yet, what was sent stands as received."""
    known = _source(desk, form)
    rows = _rows(desk, Told(form, errors), known, fresh=fresh)
    return {
        "label": later("Terima kiriman"),
        "form": form,
        "errors": errors,
        "stores": stores,
        "gudang": text(form, "gudang"),
        "surat": text(form, "surat"),
        "head": known.head,
        "bound": known.bound_name,
        "elsewhere": known.bound is not None and str(known.bound) != text(form, "gudang"),
        "rows": rows,
        "blank": Row("b0-", 0, dict.fromkeys(ENDS, ""), {}),
        "goods": choices.goods(desk),
        "parties": [(code, SIGNERS[code]) for code, _ in PARTY.options],
        "ticked": {name: bool(text(form, name)) for name in (OTHER, AGAIN)},
        "from_paper": bool(known.lines),
    }


def _source(desk: Desk, form: Form) -> Source:
    try:
        return source(desk, form)
    except InvalidRecord:
        return UNKNOWN


def _rows(desk: Desk, told: Told, known: Source, *, fresh: bool) -> list[Row]:
    used = prefixes(told.form)
    last = max((int(one[1:-1]) for one in used), default=0)
    more = 0 if known.lines else (MORE_LINES if used else FEW)
    return [_row(desk, told, n, known, fresh=fresh) for n in range(1, min(MOST_LINES, last + more) + 1)]


def _row(desk: Desk, told: Told, n: int, known: Source, *, fresh: bool) -> Row:
    prefix = f"b{n}-"
    texts = {end: told.text(prefix + end) for end in ENDS}
    wrong = {end: told.errors[prefix + end] for end in ENDS if told.errors.get(prefix + end)}
    sent = next((one for ref, one in known.lines.items() if str(ref) == texts["merujuk"]), None)
    if sent is None:
        return Row(prefix, n, texts, wrong)
    before = known.past.get(sent.ref, 0)
    if fresh:
        left = max(0, sent.amount - before)
        texts["diterima"] = amount(left, desk.names.goods(sent.item)).split("\u00a0")[0]
    return _known(desk, Row(prefix, n, texts, wrong, past=str(before) if known.past else ""), sent)


def _known(desk: Desk, row: Row, sent: Sent) -> Row:
    """A line whose goods the surat jalan names."""
    goods = desk.names.goods(sent.item)
    scale = goods.scale if goods else 0
    due = ""
    if sent.kedaluwarsa is not None:
        due = _("kedaluwarsa %(day)s") % {"day": times.day_shown(sent.kedaluwarsa)}
    past = _("sudah tercatat %(amount)s") % {"amount": amount(int(row.past), goods)} if row.past else ""
    told = ", ".join(
        filter(None, (_("Dikirim %(amount)s") % {"amount": amount(sent.amount, goods)}, past, due))
    )
    return Row(
        row.prefix,
        row.number,
        row.texts,
        row.errors,
        desk.names.goods_name(sent.item, sent.batch),
        told,
        goods.unit if goods else "",
        str(scale),
        str(sent.amount),
        row.past,
    )
