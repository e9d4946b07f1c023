"""The work that benches measure: what one unit records on the road, made from a seed."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from field_node.records.balance import Balance
from field_node.records.ground import accuracy_class
from field_node.records.headcount import Headcount
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.position import Position
from field_node.records.record import Record, settled

SEED = 20_261_122
TICK_S = 30
COUNTS, STOCK = 0.15, 0.15  # the rest are positions
PLACES = tuple(Ref(0, seq) for seq in range(2, 7))
STORE = Ref(0, 7)
GOODS = tuple(range(1, 31))
METRES_A_DEGREE = 111_320  # of latitude, WGS 84
USED = ("salur", "terima", "kirim", "salur")


@dataclass
class Journey:
    """One unit on the road: it drives, halts, counts people at five places and keeps one store."""

    chance: random.Random
    at: int
    lat: float = -6.32715
    lon: float = 108.32010
    course: float = 40.0
    speed_kmh: float = 0.0
    people: dict[Ref, int] = field(default_factory=dict)
    shelf: dict[int, int] = field(default_factory=dict)

    def record(self) -> Record:
        """The next record, settled; each position takes a tick."""
        drawn = self.chance.random()
        if drawn < COUNTS:
            return settled(self.headcount())
        if drawn < COUNTS + STOCK:
            return settled(self.movement() if self.chance.random() < 0.7 else self.balance())
        return settled(self.position())

    def position(self) -> Position:
        """Like `field_node.tracking` writes them: speed and course wander, one in eight halts."""
        self.at += TICK_S
        self.speed_kmh = max(0.0, min(70.0, self.speed_kmh + self.chance.gauss(0, 8)))
        self.course += self.chance.gauss(0, 20)
        metres = self.speed_kmh / 3.6 * TICK_S
        self.lat += metres * math.cos(math.radians(self.course)) / METRES_A_DEGREE
        self.lon += metres * math.sin(math.radians(self.course)) / METRES_A_DEGREE
        accuracy_m = max(2, round(self.chance.gauss(6, 2)))
        return Position(
            lat=self.lat,
            lon=self.lon,
            waktu=self.at,
            akurasi=accuracy_class(accuracy_m),
            sumber_gps="unit",
            akurasi_m=accuracy_m,
            kecepatan=round(self.speed_kmh),
            arah=round(self.course) % 360,
            satelit=self.chance.randrange(6, 14),
        )

    def headcount(self) -> Headcount:
        """People at one place, by sex and age, and some of the vulnerable groups."""
        place = self.chance.choice(PLACES)
        jiwa = max(0, self.people.get(place, 180) + round(self.chance.gauss(4, 15)))
        self.people[place] = jiwa
        laki = round(jiwa * self.chance.uniform(0.45, 0.53))
        aged = [self.chance.randrange(0, jiwa // 5 + 1) for _ in range(6)]
        return Headcount(
            lokasi=place,
            per_waktu=self.at - self.chance.randrange(0, 1800),
            kk=jiwa // 4,
            jiwa=jiwa,
            laki=laki,
            perempuan=jiwa - laki,
            ibu_hamil=self.chance.randrange(0, 6),
            disabilitas=self.chance.randrange(0, 8),
            balita_0_4_l=aged[0],
            balita_0_4_p=aged[1],
            anak_5_17_l=aged[2],
            anak_5_17_p=aged[3],
            lansia_60p_l=aged[4],
            lansia_60p_p=aged[5],
        )

    def movement(self) -> Movement:
        """One line of a paper of the store."""
        goods, kind = self.chance.choice(GOODS), self.chance.choice(USED)
        amount = self.chance.randrange(1, 200)
        self.shelf[goods] = self.shelf.get(goods, 2_000) + (amount if kind == "terima" else -amount)
        return Movement(
            jenis=kind,
            gudang=STORE,
            barang=goods,
            jumlah=amount,
            nomor=f"SJ/{self.chance.randrange(1, 999):03}/XI/2026",
            tujuan=self.chance.choice(PLACES) if kind == "kirim" else None,
            sumber_dana="apbn",
            kk=self.chance.randrange(1, 60) if kind == "salur" else None,
            jiwa=self.chance.randrange(1, 240) if kind == "salur" else None,
        )

    def balance(self) -> Balance:
        """What the store says it has of one thing."""
        goods = self.chance.choice(GOODS)
        return Balance(
            gudang=STORE, barang=goods, jumlah=self.shelf.get(goods, 2_000), per_waktu=self.at, minimum=100
        )


def records(count: int, *, until: int, seed: int = SEED) -> Iterator[tuple[int, Record]]:
    """(UTC seconds, record), the last one about `until`: 70 % positions, 15 % head-counts, 15 % stock."""
    journey = Journey(random.Random(seed), until - round(count * (1 - COUNTS - STOCK)) * TICK_S)
    for _ in range(count):
        record = journey.record()
        yield journey.at, record
