"""A lumbung with many batches and many movements, made from a seed: for figures and for tests of how much a page looks up."""

import random
from collections.abc import Iterator

from field_node.clock import Stamp
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.store import journal
from field_node.store.connection import Store

BATCHES, EACH = 200, 500
ITEMS = (1, 2, 3, 5, 6, 7, 21, 24, 41, 42)
LATER = {"salur": 60, "kirim": 15, "terima": 15, "terima_kiriman": 10}
FUNDS = ("apbn", "apbd_provinsi", "apbd_kabkota", "donasi")
A_DAY = 20_800


def fill(store: Store, place: Ref, other: Ref, *, moves: int, stamp: Stamp, seed: int = 1) -> None:
    """So many movements over 200 batches: each batch comes in first, then what is usual."""
    made = movements(place, other, moves, seed)
    while batch := [move for _, move in zip(range(EACH), made, strict=False)]:
        journal.append_all(store, batch, stamp=stamp)


def movements(place: Ref, other: Ref, moves: int, seed: int) -> Iterator[Movement]:
    chance = random.Random(seed)
    for number in range(moves):
        batch = number % BATCHES
        later = chance.choices([*LATER], [*LATER.values()])[0]
        jenis = "terima" if number < BATCHES else later
        yield _movement(jenis, batch, number, chance, place, other)


def _movement(jenis: str, batch: int, number: int, chance: random.Random, place: Ref, other: Ref) -> Movement:
    amount = chance.randint(1, 40) * (50 if number < BATCHES else 1)
    told = {
        "gudang": place,
        "barang": ITEMS[batch % len(ITEMS)],
        "batch": f"B{batch:03}",
        "nomor": f"N{number}",
    }
    if jenis == "terima":
        more = {"kedaluwarsa": A_DAY + 3 * batch, "sumber_dana": FUNDS[batch % 4], "isi_per_kemasan": 40}
        return Movement(jenis=jenis, jumlah=amount, asal="pengadaan", **told, **more)  # type: ignore[arg-type]
    if jenis == "terima_kiriman":
        return Movement(jenis=jenis, diterima=amount, merujuk=Ref(9, number), **told)  # type: ignore[arg-type]
    tujuan = other if jenis == "kirim" else None
    return Movement(jenis=jenis, jumlah=amount, tujuan=tujuan, **told)  # type: ignore[arg-type]
