"""From a form to the records of its paper: what each kind adds to its lines, and what is odd about them together."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from field_node.records.handover import Recipient
from field_node.records.kinds import InvalidValue, Ref
from field_node.records.movement import Movement
from field_node.records.record import InvalidRecord, Notice, blocks, field, warns
from field_node.store import stocktaking
from field_node.store.picking import latest
from field_node.store.stocktaking import Batch
from field_node.web.desk import Desk
from field_node.web.fields.forms import Form, read_field
from field_node.web.stock import reading
from field_node.web.stock.amounts import today
from field_node.web.stock.counting import counted
from field_node.web.stock.drafts import Composed, Draft
from field_node.web.stock.keeping import Piece
from field_node.web.stock.reading import Line
from field_node.web.stock.sheets import MADE, USED, Sheet

NO_DATE = 1 << 40


def shelf_of(desk: Desk, gudang: Ref) -> dict[tuple[int, str], Batch]:
    """What lies there, first expired first."""
    return {(one.item, one.batch): one for one in stocktaking.held(desk.store, gudang)}


def compose(desk: Desk, sheet: Sheet, form: Form, *, age_s: int = 0) -> Composed:
    """`desk`: as it was when the form was filled, `age_s` ago. Raises InvalidRecord whose fields are names of inputs."""
    head = reading.head(sheet, form, desk.reading())
    shelf = shelf_of(desk, head["gudang"])
    draft = Draft(desk, sheet, form, head, reading.lines(sheet, form, desk.reading(), shelf), shelf, age_s)
    made = WAYS.get(sheet.kind, _plain)(draft)
    if any(one.blocks for one in made.notices):
        raise InvalidRecord(made.notices)
    signed = list(reading.signatures(form)) if isinstance(made.pieces[0].record, Movement) else []
    return Composed([*made.pieces, *signed], made.notices)


def _plain(draft: Draft) -> Composed:
    return Composed(draft.moved(draft.lines))


def _issued(draft: Draft) -> Composed:
    return Composed(draft.moved(draft.lines), tuple(_overtaken(draft)))


def _overtaken(draft: Draft) -> Iterator[Notice]:
    """First expired, first out: a batch that expires sooner and stays behind."""
    chosen = {(line.item, line.batch) for line in draft.lines}
    on = today(draft.desk)
    for line in draft.lines:
        mine = draft.shelf.get((line.item, line.batch))
        sooner = (one for one in draft.shelf.values() if mine and _before(one, mine, on))
        first = next((one for one in sooner if (one.item, one.batch) not in chosen), None)
        if first:
            yield warns("bukan_fefo", f"{line.prefix}stok", batch=first.batch or "-")


def _before(one: Batch, mine: Batch, on: int) -> bool:
    if one.item != mine.item or one.amount <= 0 or one.expires is None or one.expires < on:
        return False
    return one.expires < (NO_DATE if mine.expires is None else mine.expires)


# ---- salur


def _given(draft: Draft) -> Composed:
    """Goods for people: who got them, and how many were served, said once on the first line."""
    made = _issued(draft)
    served = reading.recipients(draft.form, draft.gudang, draft.desk.reading())
    (kk, jiwa), odd = _served(draft, served)
    first, *rest = made.pieces
    record = replace(_movement(first), kk=kk, jiwa=jiwa)
    return Composed([first._replace(record=record), *rest, *served], (*made.notices, *odd))


def _served(draft: Draft, served: list[Piece]) -> tuple[tuple[int | None, int | None], list[Notice]]:
    """KK and jiwa: of the list where there is one, else as typed; None when nobody said."""
    if not served:
        return (_count(draft, "kk"), _count(draft, "jiwa")), []
    records = [one.record for one in served if isinstance(one.record, Recipient)]
    sums, odd = list[int | None](), list[Notice]()
    for name in ("kk", "jiwa"):
        said = [getattr(one, name) for one in records]
        known = [each for each in said if each is not None]
        sums.append(sum(known) if known else None)
        if known and len(known) < len(said):
            odd.append(warns("penerima_belum_lengkap", f"p1-{name}", kurang=len(said) - len(known)))
    return (sums[0], sums[1]), odd


def _count(draft: Draft, name: str) -> int | None:
    from_form = draft.form.get(name, [])
    try:
        found: int | None = read_field(field(Movement, name), from_form, draft.desk.reading())
    except InvalidValue as error:
        raise InvalidRecord((blocks(error.code, name, **error.values),)) from error
    return found


def _movement(piece: Piece) -> Movement:
    if not isinstance(piece.record, Movement):
        raise TypeError(type(piece.record))
    return piece.record


# ---- what comes back


def _returned(draft: Draft) -> Composed:
    """Lines that answer a loan; what is lost leaves the stock at once."""
    pieces, odd = draft.moved(draft.lines), [*_answering_nothing(draft), *_unusable(draft)]
    lost = [one for one in pieces if _movement(one).kondisi == "hilang"]
    reason = "Hilang saat dipinjam"
    gone = [
        one._replace(record=replace(_movement(one), jenis="hapus", merujuk=None, alasan=reason))
        for one in lost
    ]
    return Composed([*pieces, *gone], tuple(odd))


def _brought_back(draft: Draft) -> Composed:
    """A kirim that comes back is no longer awaited where it was bound."""
    known, bound = draft.desk.known(None), list[Piece]()
    for piece in draft.moved(draft.lines):
        move = _movement(piece)
        sent = known.record(move.merujuk) if move.merujuk else None
        shipped = isinstance(sent, Movement) and sent.jenis == "kirim"
        tujuan = sent.tujuan if isinstance(sent, Movement) and shipped else None
        bound.append(piece._replace(record=replace(move, tujuan=tujuan, **_as_it_went(sent))))
    return Composed(bound, (*_answering_nothing(draft), *_unusable(draft)))


def _as_it_went(sent: object) -> dict[str, Any]:
    """Day and sumber dana of what went out: what lies on the shelf by now may be other goods."""
    said = {name: getattr(sent, name, None) for name in ("kedaluwarsa", "sumber_dana")}
    return {name: value for name, value in said.items() if value is not None}


def _unusable(draft: Draft) -> Iterator[Notice]:
    """What comes back broken lies in the book like the rest until it is written off."""
    for line in draft.lines:
        if line.said.get("kondisi") in ("rusak", "kedaluwarsa"):
            yield warns("rusak_masuk_rak", f"{line.prefix}kondisi")


def _answering_nothing(draft: Draft) -> Iterator[Notice]:
    """Of what was voided, or is not here, nothing can come back."""
    for line in draft.lines:
        ref = line.said.get("merujuk")
        entry = latest(draft.desk.store, ref) if ref else None
        if entry is None or not isinstance(entry.record, Movement):
            yield blocks("rujukan_wajib", f"{line.prefix}jumlah")


# ---- kits


def _remade(draft: Draft) -> Composed:
    """Both sides of a kit: what was used and what was made."""
    sides = {letter: [one for one in draft.lines if one.prefix[0] == letter] for letter in (USED, MADE)}
    for letter, name in ((USED, "stok"), (MADE, "barang")):
        if not sides[letter]:
            raise InvalidRecord((blocks("satu_sisi_kosong", f"{letter}1-{name}"),))
    kits, parts = (sides[MADE], sides[USED]) if draft.sheet.kind == "rakit" else (sides[USED], sides[MADE])
    made = {one.item for one in sides[MADE]}
    if same := [one for one in sides[USED] if one.item in made]:
        raise InvalidRecord(tuple(blocks("barang_dua_sisi", f"{one.prefix}stok") for one in same))
    number = sum(one.amount or 0 for one in kits)
    odd = [
        warns("isi_tidak_habis_dibagi", f"{one.prefix}jumlah", paket=number)
        for one in parts
        if number and len(kits) == 1 and (one.amount or 0) % number
    ]
    pieces = draft.moved(draft.lines)
    if draft.sheet.kind == "rakit":
        odd += _undated(draft, parts)
        pieces = _as_their_parts(pieces)
    return Composed(pieces, tuple(odd))


def _as_their_parts(pieces: list[Piece]) -> list[Piece]:
    """A kit expires with the first of its parts; who paid for it is known when the same paid for all of them."""
    parts = [_movement(one) for one in pieces if one.prefix[0] == USED]
    paid = {one.sumber_dana for one in parts}
    due = min((one.kedaluwarsa for one in parts if one.kedaluwarsa is not None), default=None)
    fund = paid.pop() if len(paid) == 1 else None
    return [
        one._replace(record=replace(_movement(one), kedaluwarsa=due, sumber_dana=fund))
        if one.prefix[0] == MADE
        else one
        for one in pieces
    ]


def _undated(draft: Draft, parts: list[Line]) -> Iterator[Notice]:
    """Parts that expire on a day that nobody said."""
    for one in parts:
        goods, known = draft.desk.names.goods(one.item), draft.shelf.get((one.item, one.batch))
        if goods and goods.expires and (known is None or known.expires is None):
            yield warns("isi_tanpa_kedaluwarsa", f"{one.prefix}stok", barang=goods.name)


WAYS: dict[str, Callable[[Draft], Composed]] = {
    "kirim": _issued,
    "salur": _given,
    "kembali": _returned,
    "retur": _brought_back,
    "rakit": _remade,
    "urai": _remade,
    "opname": counted,
}
"""What a kind adds; all others are their lines."""
