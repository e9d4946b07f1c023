"""A statement that is made again before its hold is over: it leaves the radio to the newer one, which has waited as long."""

from pathlib import Path

from field_node.records.balance import Balance
from field_node.store import outbox
from sync.mesh.plan import HOLD_S, Air, next_choice
from sync.mesh.waiting import Waiting
from sync.session import STOCK
from tests.journeys.fleet import at_work, enrolled
from tests.journeys.pusat import Pusat

NOODLES, STEP_S = 5, 60


def test_what_is_stated_again_every_minute_goes_out_after_one_hold(
    pusat: Pusat, blank: Path, tmp_path: Path
) -> None:
    store = pusat.issue("lokasi", nama="Lumbung Utara", jenis="gudang")
    with at_work(enrolled(pusat, blank, tmp_path / "unit")) as unit:
        unit.sync(pusat)
        clock, air, gone = [0.0], Air(), list[tuple[float, tuple[int, ...]]]()
        waiting = Waiting(unit.end, lambda: clock[0])
        for minute in range(8):
            clock[0] = float(minute * STEP_S)
            now = unit.end.now() // 60 * 60 + minute * STEP_S
            unit.add(Balance(gudang=store, barang=NOODLES, jumlah=minute, per_waktu=now))
            items = waiting.all(air, online=False)
            choice = next_choice(items, air, now=clock[0], channel_use=0.0, paced=True, spare=True)
            if choice:
                gone.append((clock[0], choice.seqs))
        newest = [one.seq for one in outbox.pending(unit.store, 99, closed=False)][-1]
        assert gone and gone[0][0] == HOLD_S[STOCK], "not held again by each newer one"
        assert gone[-1][1] == (newest,), "and the older ones stay at home"
