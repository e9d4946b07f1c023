"""A statement that is made again before its hold is over: it leaves the radio to the newer one, which has waited as long, with internet too."""

from pathlib import Path

import pytest

from field_node.records.balance import Balance
from sync.mesh.plan import HOLD_S, Air, next_choice
from sync.mesh.waiting import Waiting
from sync.session import STOCK
from tests.journeys.fleet import at_work, enrolled
from tests.journeys.pusat import Pusat

NOODLES, STEP_S = 5, 60


@pytest.mark.parametrize("online", [False, True])
def test_what_is_stated_again_every_minute_goes_out_after_one_hold(
    pusat: Pusat, blank: Path, tmp_path: Path, online: bool
) -> None:
    store = pusat.issue("lokasi", nama="Lumbung Utara", jenis="gudang")
    with at_work(enrolled(pusat, blank, tmp_path / "unit")) as unit:
        unit.sync(pusat)
        clock, air, gone = [0.0], Air(), list[float]()
        waiting = Waiting(unit.end, lambda: clock[0])
        for minute in range(8):
            clock[0] = float(minute * STEP_S)
            now = unit.end.now() // 60 * 60 + minute * STEP_S
            unit.add(Balance(gudang=store, barang=NOODLES, jumlah=minute, per_waktu=now))
            if online:
                unit.sync(pusat)
            items = waiting.all(air, online=online)
            choice = next_choice(items, air, now=clock[0], channel_use=0.0, paced=True, spare=True)
            if choice and not choice.probe:
                assert choice.seqs == (max(one.seq for one in items),), "the older ones stay at home"
                gone.append(clock[0])
                waiting.sent(choice.seqs, len(gone))
        assert gone == [HOLD_S[STOCK], 2 * HOLD_S[STOCK] + STEP_S], "not held again by each newer one"
