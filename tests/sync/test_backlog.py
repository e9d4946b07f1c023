"""A backlog larger than a bundle goes out at once, however long single positions may wait for company."""

import time
from pathlib import Path

from field_node.records.position import Position
from field_node.store import journal, outbox
from sync.links.errand import Lane
from sync.uplink import Uplink
from sync.wishes import Wishes
from tests.sync.parts import a_center, a_unit, served
from tests.sync.patient import Patient

EVERY_S = 600.0


def test_positions_that_found_no_room_in_a_bundle_do_not_wait_for_company(tmp_path: Path) -> None:
    start = int(time.time()) // 30 * 30 - 90_000
    trail = [
        Position(lat=-6.3 + n % 97 / 1000, lon=108.3 + n % 89 / 1000, waktu=start + 30 * n)
        for n in range(3_000)
    ]
    with a_center(tmp_path / "pusat") as center, a_unit(tmp_path, center) as unit, served(center) as url:
        link = unit.internet(url)
        raw = Uplink(
            unit.end,
            [Lane(link)],
            parked=None,
            every_s=EVERY_S,
            world=unit.steps.world(),
            wishes=Wishes(tmp_path / "ekspor"),
        )
        uplink = Patient(raw)
        journal.append_all(unit.store, trail, stamp=unit.clock.stamp())
        began = unit.steps.now
        while outbox.pending(unit.store, 1) and unit.steps.now < began + EVERY_S:
            unit.steps.now += max(uplink.step(), 0.1)
        link.close()
        assert outbox.counts(unit.store).received == len(trail)
        assert unit.steps.now - began < 60
