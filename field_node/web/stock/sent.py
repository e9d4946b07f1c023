"""From a kirim in the journal to what its QR codes say."""

from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.store import stocktaking
from field_node.store.stocktaking import Batch
from field_node.web.desk import Desk
from field_node.web.stock.waybill import Sent, Waybill
from field_node.web.stock.written import Written


def waybill(desk: Desk, told: Written) -> Waybill:
    """What the QR codes of a kirim say."""
    entry, move = told.lines[0]
    shelf = {(one.item, one.batch): one for one in stocktaking.held(desk.store, move.gudang)}
    return Waybill(
        nomor=move.nomor,
        made_at=desk.made(entry),
        gudang=move.gudang,
        gudang_name=desk.names.title(move.gudang)[:60],
        tujuan=move.tujuan or move.gudang,
        tujuan_name=desk.names.title(move.tujuan or move.gudang)[:60],
        kendaraan=move.kendaraan,
        pengemudi=move.pengemudi,
        lines=tuple(
            _line(one.ref, line, shelf.get((line.barang, line.batch or ""))) for one, line in told.lines
        ),
    )


def _line(ref: Ref, move: Movement, known: Batch | None) -> Sent:
    """How many a package holds is said by the shelf where the movement does not."""
    return Sent(
        ref=ref,
        item=move.barang,
        batch=move.batch,
        amount=move.jumlah or 0,
        kedaluwarsa=move.kedaluwarsa,
        sumber_dana=move.sumber_dana,
        isi_per_kemasan=move.isi_per_kemasan or (known.packed if known else None),
    )
