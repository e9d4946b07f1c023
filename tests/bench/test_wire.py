"""The formats of the wire's bench give back what they were given, and its seeds are not those of the trainer."""

import pytest

from tests.workload import TEST, Setting, entries

for library in ("asn1tools", "cbor2", "fastavro", "msgpack", "zstandard"):
    pytest.importorskip(library, reason=f"{library} is missing (extra: bench)")

from field_node.records.position import Position
from sync.codec.contexts import PLAIN
from sync.codec.envelope import radio_copy
from tests.bench import wire_work
from tests.bench.wire_formats import loose
from tests.bench.wire_frames import ROOM, head_bits, of_format, ours
from tests.bench.wire_plain import bases_of, plain, restored
from tests.bench.wire_schemas import schemas
from tests.training import train

pytestmark = pytest.mark.group("bench extra")


@pytest.mark.parametrize("deltas", [True, False])
@pytest.mark.parametrize("setting", Setting)
def test_the_rows_that_other_formats_get_hold_everything(setting: Setting, deltas: bool) -> None:
    made = entries(1, setting, 400, texts_from=TEST)
    told = restored(made[0].unit, bases_of(made), plain(made, deltas=deltas), deltas=deltas)
    assert told == list(map(radio_copy, made))


def test_every_format_gives_back_its_frames_and_keeps_to_the_mtu() -> None:
    made = entries(2, Setting.SHIFTED, 60, texts_from=TEST)
    for form in (*loose(), *schemas()):
        load = of_format(form, made)
        assert load.records == len(made)
        assert all(
            size <= ROOM or len(part) == 1 for part, size in zip(load.parts, load.sizes, strict=True)
        ), form.name


def test_our_frames_keep_to_the_mtu_and_their_heads_are_a_part_of_them() -> None:
    load = ours(entries(2, Setting.SHIFTED, 200), (PLAIN,))
    assert load.records == 200
    assert max(load.sizes) <= ROOM
    assert all(head_bits(part, PLAIN) < 8 * size for part, size in zip(load.parts, load.sizes, strict=True))


def test_nothing_that_is_measured_was_trained_on() -> None:
    trained = {*train.LEARNT_BEFORE, *(train.SEED + number for number in train.WORLDS)}
    learnt = {wire_work.DICTIONARY_SEED + unit for unit in range(wire_work.DICTIONARY_UNITS + 1)}
    measured = {wire_work.SEED + unit for unit in range(wire_work.UNITS + 1)}
    assert not trained & measured
    assert not learnt & measured


def test_the_trail_of_a_case_is_nothing_but_positions() -> None:
    for case in wire_work.CASES:
        if case.mix == wire_work.TRAIL:
            assert {type(one.record) for mine in wire_work.made(case) for one in mine} == {Position}
