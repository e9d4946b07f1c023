"""Tables and the text model of a context: what the files promise, and what happens when one is not what it should be."""

import json
import random
import zlib
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest

from field_node.records.kinds import Ref
from field_node.records.message import Message
from field_node.records.need import Need
from sync.codec.contents import TooMany, decode, encode, most_entries, pack
from sync.codec.contexts import CONTEXTS, Context
from sync.codec.envelope_tables import Dialect
from sync.codec.fitted_amounts import ROUND, _free
from sync.codec.fitted_moments import _first_of, _month_of
from sync.codec.letters import Letters
from sync.codec.model import Frozen
from sync.codec.numbers import BUCKETS, SIGNED
from sync.codec.reader import Reader
from sync.codec.references import walk_region_by
from sync.codec.shipped import OtherTables, read
from sync.codec.table import BITS, Row, Table, named
from sync.codec.writer import Writer
from sync.errors import BadFrame
from tests.samples import sealed
from tests.workload import OPERATION_START, Setting, entries

START = 1_789_900_000
EACH = pytest.mark.parametrize("context", CONTEXTS.values(), ids=[str(number) for number in CONTEXTS])


def rows(context: Context) -> Iterator[str]:
    for _, _, names in read(*context.tables)["tables"].values():
        yield from names


@EACH
def test_frequencies_of_every_table_sum_to_2_to_12_and_none_is_zero(context: Context) -> None:
    for row in rows(context):
        assert sum(named(row)) == 1 << BITS
        assert min(named(row)) >= 1


@EACH
def test_the_text_model_is_small(context: Context) -> None:
    assert len(zlib.compress(json.dumps(read(*context.letters)).encode(), 9)) <= 20_000


@EACH
def test_a_file_with_another_sum_is_not_taken(context: Context) -> None:
    with pytest.raises(OtherTables):
        read(context.tables[0], sha256(b"other").hexdigest())


def test_tables_of_another_version_turn_the_golden_frames_red(monkeypatch: pytest.MonkeyPatch) -> None:
    """A planted fault: one table of another version."""
    entries = [
        sealed(Need(lokasi=Ref(0, 9), prioritas="segera", barang=4, jumlah=250), seq) for seq in (1, 2, 3)
    ]
    right = encode(entries, start=START, full=False, context=1)
    name, known = CONTEXTS[1].tables
    data = read(name, known)
    model = Frozen(
        {"facts": {**data["facts"], "letters": Letters(read(*CONTEXTS[1].letters))}, "tables": _other(data)}
    )
    monkeypatch.setattr("sync.codec.contents.dialect", lambda number: Dialect(model))
    assert encode(entries, start=START, full=False, context=1) != right


def _other(data: dict[str, Any]) -> dict[str, Any]:
    shape, numbers, names = data["tables"]["kebutuhan.jumlah which"]
    return {**data["tables"], "kebutuhan.jumlah which": [shape, numbers, [row[::-1] for row in names]]}


@pytest.mark.parametrize("frequencies", [[4096, 0], [4095], [5000, -904], [1] * 4095])
def test_frequencies_that_do_not_sum_are_no_table(frequencies: list[int]) -> None:
    with pytest.raises(ValueError, match="table"):
        Table(frequencies)
    with pytest.raises(ValueError, match="row"):
        Row([16 * one for one in frequencies])


def test_symbols_come_back_and_cost_what_they_should() -> None:
    table, chance = Table([2048, 1024, 512, 511, 1]), random.Random(5)
    given = chance.choices(range(5), (2048, 1024, 512, 511, 1), k=900)
    writer = Writer()
    for symbol in given:
        writer.symbol(table, symbol)
    data = writer.finish()
    assert len(data) * 8 < 1.02 * 900 * 1.75 + 8
    reader = Reader(data)
    assert [reader.symbol(table, 0) for _ in given] == given
    reader.finish()


@pytest.mark.parametrize("value", [-1, 5, 99])
def test_a_writer_never_says_a_symbol_that_its_table_has_not(value: int) -> None:
    with pytest.raises(ValueError, match="table"):
        Writer().symbol(Table([4092, 1, 1, 1, 1]), value)


@pytest.mark.parametrize("value", [0, 1, -1, 7, 8, -11, 12, 99, 1 << 20, -(1 << 20), 9_999_999, 1 << 38])
def test_numbers_of_every_size_come_back_also_through_the_escape(value: int) -> None:
    for size in (9, 40, SIGNED):
        table = Table([4096 - size + 1] + [1] * (size - 1))
        writer = Writer()
        writer.signed(table, value)
        reader = Reader(writer.finish())
        assert reader.signed(table, 0) == value
        reader.finish()
    table = Table([4096 - BUCKETS + 1] + [1] * (BUCKETS - 1))
    writer = Writer()
    writer.bucketed(table, abs(value))
    assert Reader(writer.finish()).bucketed(table, 0) == abs(value)


def test_a_negative_count_is_refused_not_wrapped() -> None:
    with pytest.raises(ValueError):
        Writer().bucketed(Table([4096 - BUCKETS + 1] + [1] * (BUCKETS - 1)), -1)


@pytest.mark.parametrize(
    "letters", ["\0", "a\0b", "\1\2", "ab\0", "\x1f", "水", "é", "\U0010ffff", "a" * 160]
)
def test_control_characters_and_strange_letters_come_back_from_the_text_model(letters: str) -> None:
    model = Letters(read(*CONTEXTS[1].letters))
    writer = Writer()
    assert model.spell(writer, letters, 0, 160) == letters
    reader = Reader(writer.finish())
    assert model.spell(reader, "", 0, 160) == letters
    reader.finish()


def test_a_text_ends_at_its_limit_whatever_the_integer_says() -> None:
    model = Letters(read(*CONTEXTS[1].letters))
    for data in (b"\1", b"\2", b"\xff" * 3):
        try:
            assert len(model.spell(Reader(data), "", 0, 160)) <= 160
        except BadFrame:
            continue


def test_what_costs_nothing_does_not_go_on_for_ever() -> None:
    """More entries than so few bytes may hold are refused before the first is read."""
    writer = Writer()
    for order, count in ((5, 1 << 20), (6, 0)):
        writer.golomb(order, count)
    contents = bytes((1,)) + _headed(writer)
    with pytest.raises(BadFrame) as caught:
        decode(7, contents, start=START)
    assert caught.value.reason == "contents"
    assert most_entries(len(contents)) < 1 << 20


def _headed(counts: Writer) -> bytes:
    writer = Writer()
    writer.uniform(2, 0)
    writer.uniform(2, 0)
    writer._steps.extend(counts._steps)
    return writer.finish()


def test_a_packer_splits_what_would_be_too_many_for_its_bytes() -> None:
    entries = [sealed(Message(frasa="aman"), seq) for seq in range(1, 1_200)]
    packed = pack(entries, start=START, full=False, room=183)
    assert sum(len(kept) for _, kept in packed) == len(entries)
    assert all(len(kept) <= most_entries(len(contents)) for contents, kept in packed)
    with pytest.raises(TooMany):
        raise TooMany


def test_every_amount_that_is_not_round_has_a_place_of_its_own() -> None:
    odd = [value for value in range(12_000) if value not in ROUND]
    assert [_free(place) for place in range(len(odd))] == odd


@pytest.mark.parametrize("code", ["32.12.04.2003", "10", "99.45", "73.71.01.1002", "32.30.99"])
def test_codes_of_regions_that_nobody_listed_come_back(code: str) -> None:
    level, size, change = (Table([4096 - most + 1] + [1] * (most - 1)) for most in (4, BUCKETS, SIGNED))
    for before in (None, "32.12.04.2001", "32"):
        writer = Writer()
        walk_region_by(writer, code, before, (level, size, change))
        reader = Reader(writer.finish())
        assert walk_region_by(reader, "10", before, (level, size, change)) == code
        reader.finish()


def test_what_a_writer_keeps_ready_changes_no_byte() -> None:
    made = entries(3, Setting.SHIFTED, 120, unit=7)
    first, again = (encode(made[40:80], start=OPERATION_START, full=False, context=1) for _ in range(2))
    encode(made[:40], start=OPERATION_START, full=False, context=1)
    assert first == again == encode(made[40:80], start=OPERATION_START, full=False, context=1)


def test_months_agree_with_the_calendar() -> None:
    from datetime import date

    for number in range(0, 2_932_897, 401):
        day = date.fromordinal(date(1970, 1, 1).toordinal() + number)
        assert _month_of(number) == day.year * 12 + day.month - 1
        assert _first_of(_month_of(number)) == number - day.day + 1
