"""Who hears whom on the simulated air: by distance, by a table, and while links come and go."""

import random
from itertools import pairwise

import pytest

from hardware.radio.air.links import Fading, strength_db, weak_loss
from hardware.radio.air.model import Air
from hardware.radio.air.radio import AirRadio
from hardware.radio.air.settings import Settings
from hardware.radio.airtime import PRESETS
from hardware.radio.radio import Heard, Priority

SMALL = bytes(20)


def shares(air: Air, sender: AirRadio, hearers: list[AirRadio], packets: int = 400) -> list[float]:
    """Of so many packets, ten seconds apart, the share that each hearer got."""
    got = [0] * len(hearers)
    for _ in range(packets):
        sender.send(SMALL, priority=Priority.RELIABLE)
        air.advance(10)
        for place, hearer in enumerate(hearers):
            got[place] += isinstance(hearer.receive(), Heard)
    return [each / packets for each in got]


def mute(air: Air, name: str, position: tuple[float, float] | None = None) -> AirRadio:
    return air.join(name, position=position, role="CLIENT_MUTE")


def test_strength_falls_by_the_exponent_times_ten_for_ten_times_the_way() -> None:
    modem = PRESETS["LONG_FAST"]
    assert strength_db(20, 1, modem, 3.5) == pytest.approx(102.3, abs=0.1)  # 20 - 31.7 + 174 - 54 - 6
    assert strength_db(20, 1000, modem, 3.5) == pytest.approx(102.3 - 105, abs=0.1)


def test_near_the_limit_of_reception_more_and_more_is_lost() -> None:
    assert weak_loss(1) == pytest.approx(0.5)
    assert [round(weak_loss(margin), 2) for margin in (0, 2, 3, 6)] == [0.88, 0.12, 0.02, 0.0]


def test_a_slow_preset_reaches_where_a_fast_one_does_not() -> None:
    got = []
    for preset in ("SHORT_TURBO", "LONG_FAST", "LONG_SLOW"):
        air = Air(1, PRESETS[preset])
        sender, hearer = mute(air, "A", (0, 0)), mute(air, "B", (2200, 0))
        got.append(shares(air, sender, [hearer], packets=30)[0])
    assert got[0] == 0
    assert got[1] > 0.9
    assert got[2] == 1


def test_at_the_edge_of_its_range_a_node_loses_about_half() -> None:
    air = Air(8)
    sender, hearer = mute(air, "A", (0, 0)), mute(air, "B", (2475, 0))  # 1 dB above the -17.5 dB of LongFast
    assert shares(air, sender, [hearer]) == pytest.approx([0.5], abs=0.12)


def test_each_link_loses_its_own_share_in_each_direction() -> None:
    air = Air(2, settings=Settings(loss=0.3))
    sender, plain, better, deaf = (mute(air, name) for name in "ABCD")
    air.link("A", "C", loss=0.05)
    air.cut("A", "D", both=False)
    assert shares(air, sender, [plain, better, deaf]) == pytest.approx([0.7, 0.95, 0.0], abs=0.06)
    assert shares(air, deaf, [sender], packets=100) == pytest.approx([0.7], abs=0.15)


def test_a_link_that_comes_and_goes_loses_in_bursts() -> None:
    air = Air(3)
    sender, hearer = mute(air, "A"), mute(air, "B")
    air.fade("A", "B", good_s=300, bad_s=100)
    got = []
    for _ in range(1500):
        sender.send(SMALL, priority=Priority.RELIABLE)
        air.advance(10)
        got.append(hearer.receive() is not None)
    changes = sum(one != other for one, other in pairwise(got))
    assert sum(got) / len(got) == pytest.approx(0.75, abs=0.08)
    assert changes < 150  # losses one by one would change 560 times


def test_fading_has_the_share_of_bad_time_that_its_means_say() -> None:
    fading = Fading(90, 10, 0.8, random.Random(4))
    assert sum(fading.loss_at(second) for second in range(200_000)) / 200_000 == pytest.approx(0.08, abs=0.01)


def test_a_node_that_moves_away_is_not_heard_and_again_when_it_is_back() -> None:
    air = Air(5)
    sender, hearer = mute(air, "A", (0, 0)), mute(air, "B", (500, 0))
    got = []
    for east in (500, 20_000, 500):
        air.move("B", (east, 0))
        got += shares(air, sender, [hearer], packets=3)
    assert got == [1, 0, 1]


def test_a_cut_link_is_as_it_was_when_it_is_mended() -> None:
    air = Air(6)
    sender, hearer = mute(air, "A"), mute(air, "B")
    air.link("A", "B", snr=-3)
    air.cut("A", "B")
    air.mend("A", "B")
    sender.send(SMALL, priority=Priority.RELIABLE)
    air.advance(10)
    heard = hearer.receive()
    assert isinstance(heard, Heard) and (heard.snr, heard.rssi, heard.hops) == (-3, -117, 0)


def test_hills_are_the_same_in_both_directions_and_differ_from_pair_to_pair() -> None:
    air = Air(7, settings=Settings(shadow_db=8))
    stations = [air.node(str(number), position=(1000.0 * (number > 0), 0.0)) for number in range(6)]
    hub, others = stations[0], stations[1:]
    there = [air.ether.reach(hub)[other].snr for other in others]
    assert there == [air.ether.reach(other)[hub].snr for other in others]
    assert max(there) - min(there) > 3
