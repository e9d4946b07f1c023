"""Forms about goods: lines of papers that move them, and what a store says it has."""

from typing import Any

from field_node.records.balance import Balance
from field_node.records.kamus import kamus
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from tests.workload.laws import (
    Follows,
    Law,
    Mixed,
    Numbers,
    Times,
    Weighted,
    always,
    bell,
    flip,
    geometric,
    maybe,
    sized,
    sticky,
)
from tests.workload.papers import batch_of, paper
from tests.workload.people import steps
from tests.workload.scene import Scene, goods_ranked, spoken

MOST_AMOUNT, MOST_BALANCE, MOST_KK = 3_000, 20_000, 600


def popular(scene: Scene) -> Law:
    """Any item, as often as it is asked for."""
    ranked = goods_ranked(scene.p)
    return Weighted(ranked, [(place + 1) ** -scene.p["popular"] for place in range(len(ranked))])


def movement(scene: Scene, given: Movement) -> Movement:
    """One line; the lines of one paper follow each other and share all but the goods."""
    before = scene.seen.last(Movement)
    in_row = before is not None and scene.seen.entry is not None and scene.seen.entry.record is before
    told: dict[str, Any] = {}
    if before is not None and in_row and before.nomor is not None:
        goes_on = given.nomor == before.nomor and given.baris == (before.baris or 0) + 1
        if scene.of(flip(scene.p["line_goes_on"]), goes_on):
            told = _same_paper(before)
    told = told or _new_paper(scene, before, given)
    told["barang"] = scene.of(popular(scene), given.barang)
    told |= batch_of(scene, told["barang"], given)
    told |= _moved(scene, told, before, given)
    told["sumber_dana"] = scene.again(
        ("dana", told["barang"]),
        scene.p["fund_again"],
        maybe(scene.p["fund_lacks"], spoken(scene.p["funds"])),
        given.sumber_dana,
    )
    found = Movement(**told)
    scene.seen.keep(found)
    _fold(scene, found)
    return found


def _same_paper(before: Movement) -> dict[str, Any]:
    told = {
        name: getattr(before, name)
        for name in ("jenis", "gudang", "nomor", "tujuan", "kk", "jiwa", "asal", "alasan", "kondisi")
    }
    return {**told, "baris": (before.baris or 0) + 1}


def _new_paper(scene: Scene, before: Movement | None, given: Movement) -> dict[str, Any]:
    p = scene.p
    told: dict[str, Any] = {"jenis": scene.of(spoken(p["move"]), given.jenis)}
    told["gudang"] = scene.store(None if before is None else before.gudang, given.gudang)
    told["nomor"] = (
        None if scene.of(flip(p["paper_lacks"]), given.nomor is None) else paper(scene, given.nomor)
    )
    if told["nomor"] is not None:
        lines = p["line_goes_on"] / (1 - p["line_goes_on"])
        told["baris"] = scene.of(geometric(lines, 40, 1), given.baris) if before is None else 1
    jenis = told["jenis"]
    if jenis in ("kirim", "salur"):
        told["tujuan"] = scene.place(None if before is None else before.tujuan, given.tujuan)
    if jenis == "salur" and scene.of(flip(p["reached_told"]), given.kk is not None):
        told["kk"] = scene.of(sized(p["reached_median"], p["reached_spread"], MOST_KK), given.kk)
        told["jiwa"] = scene.of(
            bell(round(told["kk"] * p["jiwa_a_kk"], 1), 1.0 + told["kk"] // 6), given.jiwa
        )
    for name, kind, values in (
        ("asal", "terima", "origin"),
        ("kondisi", "hapus", "condition"),
    ):
        if jenis == kind:
            told[name] = scene.of(spoken(p[values]), getattr(given, name))
    if jenis == "penyesuaian":
        told["alasan"] = scene.of(scene.words("adjust_reasons"), given.alasan)
    return told


def _moved(scene: Scene, told: dict[str, Any], before: Movement | None, given: Movement) -> dict[str, Any]:
    scale = 10 ** kamus().goods[told["barang"]].scale
    law: Law = Times(scale, amounts(scene, told.get("kk")))
    if told["jenis"] == "terima_kiriman":
        return _arrived(scene, law, before, given)
    if told["jenis"] == "penyesuaian":
        down = scene.of(flip(0.5), given.jumlah is not None and given.jumlah < 0)
        amount = scene.of(law, None if given.jumlah is None else abs(given.jumlah))
        return {"jumlah": -amount if down else amount}
    if told["jenis"] == "retur":
        return {"jumlah": scene.of(law, given.jumlah), "merujuk": _sent(scene, before, given.merujuk)}
    return {"jumlah": scene.of(law, given.jumlah)}


def amounts(scene: Scene, kk: int | None, share: str = "amount_like_kk") -> Law:
    """Whole units: round numbers, as many as there are households, or anything."""
    p = scene.p
    like = p[share] if kk else 0.0
    rounded = (1 - like) * p["amount_round"]
    free = sized(p["amount_median"], p["amount_spread"], MOST_AMOUNT)
    parts: list[tuple[float, Law]] = [(rounded, spoken(p["round_numbers"])), (1 - like - rounded, free)]
    return Mixed((like, always(kk)), *parts) if kk else Mixed(*parts)


def _arrived(scene: Scene, law: Law, before: Movement | None, given: Movement) -> dict[str, Any]:
    told: dict[str, Any] = {
        "merujuk": _sent(scene, before, given.merujuk),
        "diterima": scene.of(law, given.diterima),
    }
    if scene.of(flip(scene.p["whole_arrival"]), given.rusak is None):
        return told
    loss = geometric(scene.p["loss_mean"], 100)
    return told | {"rusak": scene.of(loss, given.rusak), "kurang": scene.of(loss, given.kurang)}


def _sent(scene: Scene, before: Movement | None, value: Ref | None) -> Ref:
    """The line that another unit sent: often the one after the last."""
    p = scene.p
    fresh = Anybody(p["senders"], sized(p["sent_seq_median"], p["sent_seq_spread"], 9_000))
    after = (
        None if before is None or before.merujuk is None else Ref(before.merujuk.unit, before.merujuk.seq + 1)
    )
    found: Ref = scene.of(sticky(after, p["sent_next"], fresh), value)
    return found


class Anybody:
    """An entry of one of so many units."""

    __slots__ = ("_seqs", "_units")

    def __init__(self, units: int, seqs: Law) -> None:
        self._units, self._seqs = units, seqs

    def sample(self, chance: Any) -> Ref:
        return Ref(chance.randrange(1, self._units + 1), self._seqs.sample(chance))

    def p(self, value: Any) -> float:
        return self._seqs.p(value.seq) / self._units if 1 <= value.unit <= self._units else 0.0


def _fold(scene: Scene, move: Movement) -> None:
    """What the reader of the line knows of the shelf."""
    key = ("shelf", move.gudang, move.barang)
    if key in scene.seen.newest:
        moved = sum(one.amount for one in move.shifts() if one.account == "saldo")
        scene.seen.newest[key] = max(
            0, scene.seen.newest[key] + moved // 10 ** kamus().goods[move.barang].scale
        )


def balance(scene: Scene, given: Balance) -> Balance:
    """One line of a store's statement: down the list, what the movements since the last one leave, or a fresh count."""
    before, p = scene.seen.last(Balance), scene.p
    told: dict[str, Any] = {"gudang": scene.store(None if before is None else before.gudang, given.gudang)}
    told["barang"] = scene.of(_next_item(scene, before), given.barang)
    told["per_waktu"] = scene.as_of(given.per_waktu)
    told |= batch_of(scene, told["barang"], given)
    scale = 10 ** kamus().goods[told["barang"]].scale
    key = ("shelf", told["gudang"], told["barang"])
    found = scene.of(Times(scale, _level(scene, scene.seen.newest.get(key))), given.jumlah)
    scene.seen.newest[key] = found // scale
    told["jumlah"] = found
    dana = maybe(p["fund_lacks"], spoken(p["funds"]))
    told["sumber_dana"] = scene.again(("dana", told["barang"]), p["fund_again"], dana, given.sumber_dana)
    told["minimum"] = scene.again(
        ("minimum", told["gudang"], told["barang"]),
        1.0,
        maybe(p["minimum_lacks"], Times(scale, spoken(p["round_numbers"]))),
        given.minimum,
    )
    kept = Balance(**told)
    scene.seen.keep(kept)
    return kept


def _next_item(scene: Scene, before: Balance | None) -> Law:
    p = scene.p
    if before is None:
        return popular(scene)
    numbers = sorted(goods_ranked(p))
    after = numbers[numbers.index(before.barang) + 1 :]
    if not after:
        return popular(scene)
    step = geometric(p["balance_lines_mean"], len(after) - 1)
    down = Weighted(after, [step.p(place) for place in range(len(after))])
    return Mixed((p["balance_lines_again"], down), (1 - p["balance_lines_again"], popular(scene)))


def settled_level(scene: Scene) -> Law:
    """What a shelf holds whose last statement is not known, in whole units."""
    p = scene.p
    free = sized(p["balance_median"], p["balance_spread"], MOST_BALANCE, 0)
    return Mixed((p["balance_round"], spoken(p["round_numbers"])), (1 - p["balance_round"], free))


def _level(scene: Scene, folded: int | None) -> Law:
    p, settled = scene.p, settled_level(scene)
    if folded is None:
        return settled
    follows = Follows(folded, p["balance_stays"], settled, _tenth)
    return Mixed((p["balance_as_folded"], always(folded)), (1 - p["balance_as_folded"], follows))


def _tenth(size: int) -> Numbers:
    return steps(size, 0.1)
