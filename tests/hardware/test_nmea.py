"""NMEA from bytes to fixes: broken lines, many talkers, and a pty that babbles."""

import contextlib
import itertools
import os
import random
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.errors import NoFix
from hardware.gps import Fix, Gps, open_gps
from hardware.gps.sentences import LONGEST, Joiner, Lines, parse
from tests.hardware.drill_walk import receiver, second, sentence
from tests.hardware.gps_stages import NmeaStage, until_fix, until_reason

BEGAN = datetime(2026, 11, 22, 23, 59, 57, tzinfo=UTC).timestamp()


def fixes(raw: bytes, *, piece: int = 1 << 20) -> list[Fix]:
    lines, joiner = Lines(), Joiner("nmea")
    pieces = (raw[at : at + piece] for at in range(0, len(raw), piece))
    found = (joiner.feed(parse(each)) for part in pieces for each in lines.feed(part))
    return [fix for fix in found if fix]


def walk(seconds: int, **talkers: str) -> bytes:
    steps = itertools.islice(receiver(BEGAN), seconds)
    return "".join(text for step, _ in steps for text in second(step, **talkers)).encode()


@pytest.mark.parametrize("talker", ["GP", "GN", "GL", "GA", "BD", "GB"])
def test_each_talker_is_understood(talker: str) -> None:
    assert [fix.mode for fix in fixes(walk(3, talker=talker, rmc=talker))] == [3, 3, 3]


def test_the_sentences_of_one_second_become_one_fix_over_midnight_too() -> None:
    got = fixes(walk(6, talker="GN", rmc="GP"))
    assert [fix.time for fix in got] == [BEGAN + i for i in range(6)]
    assert got[0].lat == pytest.approx(-6.33, abs=1e-5) and got[0].lon == pytest.approx(108.32, abs=1e-5)
    assert got[0].speed_mps == pytest.approx(1.2, abs=0.01)
    assert (got[0].satellites, got[0].altitude_m) == (8, 12.0)
    assert got[0].accuracy_m == pytest.approx(5.5)


@pytest.mark.parametrize("piece", [1, 7, 64])
def test_the_cut_of_the_pieces_does_not_matter(piece: int) -> None:
    assert fixes(walk(4), piece=piece) == fixes(walk(4))


def test_gga_before_rmc_is_joined_as_well() -> None:
    text = b"".join(b"".join(reversed(walk(1).splitlines(keepends=True))) for _ in "x")
    assert len(fixes(text)) == 1


def test_a_receiver_with_rmc_only_gives_flat_fixes() -> None:
    rmc = b"".join(line for line in walk(3).splitlines(keepends=True) if b"RMC" in line)
    assert [(fix.mode, fix.accuracy_m, fix.altitude_m) for fix in fixes(rmc)] == [(2, None, None)] * 2


def test_gga_alone_has_no_date_and_is_no_fix() -> None:
    assert fixes(b"".join(line for line in walk(3).splitlines(keepends=True) if b"GGA" in line)) == []


def test_a_wrong_checksum_costs_its_own_sentence_only() -> None:
    lines = walk(3).splitlines(keepends=True)
    lines[0] = lines[0].replace(b"0619", b"0618")
    assert [fix.time for fix in fixes(b"".join(lines))] == [BEGAN + 1, BEGAN + 2]


def test_each_single_flipped_bit_never_moves_a_fix() -> None:
    good = walk(1)
    true = fixes(good)
    for at, bit in itertools.product(range(len(good)), range(8)):
        bent = bytes([*good[:at], good[at] ^ 1 << bit, *good[at + 1 :]])
        assert all(
            (fix.lat, fix.lon, fix.time) == (true[0].lat, true[0].lon, true[0].time) for fix in fixes(bent)
        )


PLACE = "0619.8000,S,10819.2000,E"


@pytest.mark.parametrize(
    ("rmc", "gga"),
    [
        ("V,,,,,,,221126,,,N", f"{PLACE},1,08,1.1,12.0,M,4.0,M,,"),
        (f"A,{PLACE},1.0,0.0,221126,,,N", f"{PLACE},1,08,1.1,12.0,M,4.0,M,,"),
        (f"A,{PLACE},1.0,0.0,221126,,,E", f"{PLACE},6,00,1.1,12.0,M,4.0,M,,"),
        (f"A,{PLACE},1.0,0.0,221126,,,A", ",,,,0,00,99.9,,,,,,"),
        ("A,,,,,1.0,0.0,221126,,,A", f"{PLACE},1,08,1.1,12.0,M,4.0,M,,"),
        (f"A,{PLACE},1.0,0.0,,,,A", f"{PLACE},1,08,1.1,12.0,M,4.0,M,,"),
    ],
)
def test_a_second_that_says_no_fix_anywhere_is_none(rmc: str, gga: str) -> None:
    assert fixes((sentence(f"GPRMC,030000.00,{rmc}") + sentence(f"GPGGA,030000.00,{gga}")).encode()) == []


def test_gsa_without_fix_is_believed() -> None:
    dark = sentence("GNGSA,A,1,,,,,,,,,,,,,99.9,99.9,99.9").encode()
    assert fixes(dark + walk(1).splitlines(keepends=True)[0] + walk(1).splitlines(keepends=True)[1]) == []


def test_the_first_second_after_the_dark_is_a_fix_already() -> None:
    dark = "".join(
        "".join(second(step)) for step, _ in itertools.islice(receiver(BEGAN - 3, sky=False), 3)
    ).encode()
    assert [fix.time for fix in fixes(dark + walk(2))] == [BEGAN, BEGAN + 1]


@given(st.binary(max_size=2000))
def test_any_bytes_are_survived_and_the_next_second_is_a_fix(noise: bytes) -> None:
    assert fixes(noise + b"\n" + walk(1))


FIELD = st.text(alphabet="0123456789.-ASNEWVM", max_size=12)


@given(
    st.sampled_from(["RMC", "GGA", "GSA", "GSV", "GLL", "ZDA", "TXT", "XYZ"]), st.lists(FIELD, max_size=24)
)
def test_any_sentence_with_a_right_checksum_is_survived(kind: str, fields: list[str]) -> None:
    joiner = Joiner("nmea")
    for each in Lines().feed(sentence(",".join([f"GP{kind}", *fields])).encode()):
        fix = joiner.feed(parse(each))
        assert fix is None or isinstance(fix.lat, float)


def test_a_line_without_end_is_kept_short() -> None:
    lines = Lines()
    tracemalloc.start()
    for _ in range(2000):
        assert lines.feed(b"$GPRMC,0123456789" * 600) == []
    assert tracemalloc.get_traced_memory()[1] < 200_000
    tracemalloc.stop()
    assert len(lines._rest) <= LONGEST


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[NmeaStage]:
    made = NmeaStage(tmp_path)
    yield made
    made.die()


@pytest.fixture
def gps(stage: NmeaStage) -> Iterator[Gps]:
    opened = open_gps(stage.address, clock=stage.clock)
    yield opened
    opened.close()


def test_babble_is_told_as_such_and_the_read_keeps_its_time(stage: NmeaStage, gps: Gps) -> None:
    chance = random.Random(1)
    stage.write((chance.randbytes(700) for _ in itertools.count()), every_s=0.005)
    assert until_reason(gps, {"babble"}) == "babble"
    began = time.monotonic()
    with pytest.raises(NoFix):
        gps.read(0.5)
    assert time.monotonic() - began < 1.1


def test_fixes_between_babble_are_found(stage: NmeaStage, gps: Gps) -> None:
    chance = random.Random(2)
    rows = (chance.randbytes(300) + b"$GPRMC,12\n" + text.encode() for _, text in receiver(time.time() // 1))
    stage.write(rows)
    assert all(until_fix(gps).lat == pytest.approx(-6.33, abs=0.01) for _ in range(5))


def test_what_piled_up_while_nobody_listened_is_not_taken_for_now(stage: NmeaStage, gps: Gps) -> None:
    stage.play()
    before = until_fix(gps)
    until = time.monotonic() + 2.2
    while time.monotonic() < until:  # the walk goes on at ten times its pace, unheard
        with contextlib.suppress(NoFix):
            open_gps(f"nmea:{os.devnull}").read(0.0)
    assert until_fix(gps).time - before.time > 20


def test_unplugged_again_and_again_it_is_found_each_time(stage: NmeaStage, gps: Gps) -> None:
    for _ in range(6):
        stage.play()
        assert until_fix(gps, within_s=5).mode == 3
        stage.die()
        assert until_reason(gps, {"no_receiver"}) == "no_receiver"
