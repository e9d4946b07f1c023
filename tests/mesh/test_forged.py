"""What was forged, bent, repeated or sealed for others has no effect, wherever it arrives."""

from pathlib import Path
from random import Random

import pytest

from hardware.radio.radio import Heard
from tests.fuzz.forged import pure, settled, through
from tests.mesh.ether import Ether
from tests.mesh.world import Mesh

PURE, THROUGH = 18_000, 2_000


def test_no_forged_frame_of_twenty_thousand_has_an_effect(tmp_path: Path) -> None:
    with settled(tmp_path) as world:
        for name, tally in pure(PURE, world.heeded, Random(1)):
            assert tally.tries >= PURE // 4 and tally.effects == [], name
        assert through(THROUGH, world, Random(2)).effects == []


@pytest.mark.parametrize("kind", range(6, 15))
def test_a_kind_that_nobody_knows_yet_is_carried_and_not_answered(
    mesh: Mesh, ether: Ether, kind: int
) -> None:
    gateway = mesh.add(ether.join(), gateway=True)
    mesh.run(120)
    before = len(ether.sent)
    ether.radios[0].inbox.append((mesh.time.now, Heard(bytes((0x40 | kind, 0, 2)) + bytes(40), 0x999)))
    mesh.run(60)
    assert gateway.mesh.gateway is not None and gateway.mesh.gateway.carried == 1
    assert len(ether.sent) == before
