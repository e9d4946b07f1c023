"""A paper as it is printed: who, when, where to, its table, signatures and QR codes. Papers speak Indonesian, whoever prints them."""

from dataclasses import dataclass

from markupsafe import Markup

from field_node.store.papers import Paper
from field_node.web.desk import Desk
from field_node.web.stock.delivery_news import News, news_of
from field_node.web.stock.late import late_notices
from field_node.web.stock.paper_facts import address_of, facts_of, handed_at, reached
from field_node.web.stock.paper_parties import parties_of
from field_node.web.stock.paper_rows import Row, Served, agreeing, rows_of, served_by
from field_node.web.stock.parts import parts_of
from field_node.web.stock.pen import Signed
from field_node.web.stock.printed_days import long_day
from field_node.web.stock.qr import drawn
from field_node.web.stock.sent import waybill
from field_node.web.stock.waybill import text_of
from field_node.web.stock.written import State, Written, agreed, written

DELIVERY, HANDOVER, COUNT = "surat_jalan", "bast", "opname"
FORMS = {DELIVERY: "Surat jalan", HANDOVER: "Berita acara", COUNT: "Lembar opname"}
OF_KIND = {"kirim": DELIVERY, "penyesuaian": COUNT}
TITLES = {
    "kirim": "Berita Acara Serah Terima",
    "salur": "Berita Acara Serah Terima",
    "pinjam": "Berita Acara Peminjaman",
    "kembali": "Berita Acara Pengembalian",
    "retur": "Berita Acara Retur Barang",
    "terima": "Berita Acara Penerimaan Barang",
    "terima_kiriman": "Berita Acara Penerimaan Kiriman",
    "hapus": "Berita Acara Penghapusan Barang",
    "rakit": "Berita Acara Perakitan Paket",
    "urai": "Berita Acara Penguraian Paket",
    "saldo_awal": "Berita Acara Saldo Awal",
    "penyesuaian": "Berita Acara Penyesuaian Stok",
}


@dataclass(frozen=True, slots=True)
class Printed:
    """Everything that a paper says. `facts`: label and text. `codes`: the QR codes, in their order. `handed`: where goods changed hands. `news`: what arrived of it. `late`: goods that moved before their count came here."""

    name: str
    title: str
    form: str
    number: str
    place: str
    date: str
    state: State
    why: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    parties: tuple[Signed, ...]
    served: tuple[Served, ...] = ()
    codes: tuple[Markup, ...] = ()
    kind: str = ""
    address: str = ""
    handed: str = ""
    news: tuple[News, ...] = ()
    late: tuple[str, ...] = ()


def forms_of(paper: Paper) -> tuple[str, ...]:
    """The forms in which a paper of that jenis can be printed, its own first."""
    own = OF_KIND.get(paper.jenis, HANDOVER)
    return (own,) if own == HANDOVER else (own, HANDOVER)


def printed(desk: Desk, paper: Paper, form: str) -> Printed:
    """The paper in one of `forms_of`."""
    told = written(desk.store, paper)
    entry, first = told.lines[0]
    title = "Surat Jalan" if form == DELIVERY else "Lembar Opname" if form == COUNT else TITLES[paper.jenis]
    rows, served = rows_of(desk, told), reached(desk, paper, (move for _, move in told.lines))
    return Printed(
        name=str(paper.ref),
        title=title,
        form=form,
        number=paper.nomor or f"catatan {paper.ref}",
        place=desk.names.title(paper.gudang),
        date=long_day(desk.zone.at(desk.made(entry)).date()),
        state=told.state,
        why=told.why,
        facts=tuple(facts_of(desk, entry, first, delivery=form == DELIVERY, served=served)),
        rows=(*rows, *(agreeing(desk, paper) if form == COUNT else ())),
        parties=tuple(parties_of(desk.store, paper, first, delivery=form == DELIVERY)),
        served=tuple(served_by(desk, paper)),
        codes=_codes(desk, told) if form == DELIVERY and told.state != State.VOID else (),
        kind=paper.jenis,
        address=address_of(desk, paper.gudang),
        handed=handed_at(desk, first),
        news=tuple(one for line, move in told.lines for one in news_of(desk, line.ref, move.batch)),
        late=_late(desk, paper) if form == COUNT else (),
    )


def _late(desk: Desk, paper: Paper) -> tuple[str, ...]:
    counted = [*paper.entries, *(one for one, _ in agreed(desk.store, paper))]
    return tuple(desk.sentence(one) for one in late_notices(desk, counted))


def _codes(desk: Desk, told: Written) -> tuple[Markup, ...]:
    return tuple(drawn(part) for part in parts_of(text_of(waybill(desk, told))))
