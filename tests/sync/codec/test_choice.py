"""Which context a frame is said in: the shortest of those offered, and what becomes of one that is not known."""

import pytest

from field_node.records.record import Entry
from sync.codec.contents import Draft, decode, encode, fill, pack, shortest
from sync.codec.contexts import CONTEXTS, NEWEST, OFFERED
from sync.errors import BadFrame
from tests.workload import OPERATION_START, Setting, entries

ROOM = 183


def said(made: list[Entry], count: int, context: int) -> bytes:
    return encode(made[:count], start=OPERATION_START, full=False, context=context)


@pytest.mark.parametrize("setting", Setting)
def test_a_frame_is_said_in_the_shortest_context_offered(setting: Setting) -> None:
    made = entries(61, setting, 60, unit=7, notes=0.0)
    sizes = {context: len(said(made, 30, context)) for context in OFFERED}
    draft = Draft(made, OPERATION_START, False, frozenset())
    assert sizes[shortest(draft, 30)] == min(sizes.values())


def test_packers_take_the_context_that_says_more() -> None:
    for seed in range(62, 66):
        made = entries(seed, Setting.SHIFTED, 80, unit=7, notes=0.0)
        contents, kept = fill(made, start=OPERATION_START, room=ROOM)
        assert contents[0] in OFFERED
        assert list(decode(7, contents, start=OPERATION_START).entries)
        others = [len(said(made, len(kept), context)) for context in OFFERED]
        assert len(contents) == min(others)


def test_every_context_is_offered_that_brings_tables() -> None:
    assert {CONTEXTS[number].tables for number in OFFERED} == {one.tables for one in CONTEXTS.values()}


def test_a_reader_of_before_refuses_a_frame_of_a_newer_context(monkeypatch: pytest.MonkeyPatch) -> None:
    made = entries(67, Setting.MATCHED, 40, unit=7, notes=0.0)
    packed = pack(made, start=OPERATION_START, full=False, room=ROOM)
    newer = said(made, 10, NEWEST)
    monkeypatch.delitem(CONTEXTS, NEWEST)
    with pytest.raises(BadFrame) as caught:
        decode(7, newer, start=OPERATION_START)
    assert caught.value.reason == "context"
    monkeypatch.undo()
    told = [one for contents, _ in packed for one in decode(7, contents, start=OPERATION_START).entries]
    assert len(told) == len(made)
