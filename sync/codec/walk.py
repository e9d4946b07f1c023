"""How each kind of field is SENT: one walk per kind, the same for writing and reading.

These are the walks of context 0: no tables, no lists, everything uniform or exp-Golomb. They never change;
trained tables come as further contexts.
"""

from collections.abc import Callable
from typing import Any

from field_node.records import kinds
from field_node.records.kinds import Kind, Ref
from sync.codec.coder import Coder, flag, zigzag
from sync.codec.near import Near, Walk, held, only, repeats
from sync.codec.text import walk_text
from sync.errors import BadFrame

GRID = 100_000
DAY_S = 86_400
FAR = 1 << 20
"""A moment this many steps from its entry's own time is sent whole."""


def order_of(usual: int) -> int:
    """The exp-Golomb order that codes numbers of about that size shortest."""
    return max(0, usual.bit_length() - 2)


def walk_ref(coder: Coder, value: Ref | None) -> Ref:
    """A name of an entry: unit and seq."""
    unit, seq = value or (0, 1)
    found = Ref(coder.golomb(3, unit), coder.golomb(6, seq))
    if found.unit >= kinds.UNIT_LIMIT or not 0 < found.seq < kinds.SEQ_LIMIT:
        raise BadFrame("range")
    return found


def _flag(kind: kinds.Flag) -> Walk:
    return lambda coder, value, near: flag(coder, bool(value))


def _count(kind: kinds.Count) -> Walk:
    order, most = order_of(kind.usual), kind.most

    def walk(coder: Coder, value: Any, near: Near) -> int:
        found = coder.golomb(order, value)
        if found > most:
            raise BadFrame("range")
        return found

    return walk


def drifting(kind: kinds.Count) -> Walk:
    """A count that follows the one before it, as along a trail: the change, after the first."""
    first, order, most = _count(kind), max(1, order_of(kind.usual) * 2 // 3), kind.most

    def walk(coder: Coder, value: Any, near: Near) -> int:
        before = near.before
        if before is None:
            return int(first(coder, value, near))
        found: int = before + zigzag(coder, order, (value or 0) - before)
        if not 0 <= found <= most:
            raise BadFrame("range")
        return found

    return walk


def _amount(kind: kinds.Amount) -> Walk:
    order = order_of(kind.usual) + 1
    return lambda coder, value, near: held(kind, zigzag(coder, order, value or 0))


def _degrees(kind: kinds.Degrees) -> Walk:
    limit = kind.limit * GRID

    def walk(coder: Coder, value: Any, near: Near) -> float:
        step = 0 if value is None else round(value * GRID)
        if near.before is None:
            return (coder.uniform(2 * limit + 1, step + limit) - limit) / GRID
        base = round(near.before * GRID)
        found: float = held(kind, (base + zigzag(coder, 6, step - base)) / GRID)
        return found

    return walk


def _choice(kind: kinds.Choice) -> Walk:
    codes = kind.codes()
    index = {code: number for number, code in enumerate(codes)}

    def walk(coder: Coder, value: Any, near: Near) -> str:
        number = coder.golomb(1, index.get(value, 0))
        if number >= len(codes):
            raise BadFrame("range")
        return codes[number]

    return repeats(walk)


def _moment(kind: kinds.Moment) -> Walk:
    step_s = kind.resolution_s

    def walk(coder: Coder, value: Any, near: Near) -> int:
        base = near.made_at // step_s
        steps = 0 if value is None else value // step_s - base
        if flag(coder, abs(steps) >= FAR):
            found = coder.uniform(1 << 40, base + steps) * step_s
            return int(held(kind, only(found, abs(found // step_s - base) >= FAR)))
        near_steps = zigzag(coder, 1, steps)
        return int(held(kind, only((base + near_steps) * step_s, abs(near_steps) < FAR)))

    return walk


def _day(kind: kinds.Day) -> Walk:
    def walk(coder: Coder, value: Any, near: Near) -> int:
        base = near.made_at // DAY_S
        return int(held(kind, base + zigzag(coder, 8, 0 if value is None else value - base)))

    return repeats(walk)


def _region(kind: kinds.Region) -> Walk:
    def walk(coder: Coder, value: Any, near: Near) -> str:
        parts = (value or "").split(".")
        level = coder.uniform(4, len(parts) - 1) + 1
        given = [int(part or 0) for part in parts] + [0] * 4
        first = coder.uniform(90, max(0, given[0] - 10)) + 10
        found = [f"{first}"] + [f"{coder.uniform(100, one):02d}" for one in given[1 : min(level, 3)]]
        if level == 4:
            found.append(f"{coder.uniform(10_000, given[3]):04d}")
        return ".".join(found)

    return repeats(walk)


def _reference(kind: kinds.Reference) -> Walk:
    return repeats(lambda coder, value, near: walk_ref(coder, value))


def _item(kind: kinds.Item) -> Walk:
    return repeats(lambda coder, value, near: held(kind, coder.golomb(5, value or 0)))


def _unit(kind: kinds.UnitNumber) -> Walk:
    return repeats(lambda coder, value, near: held(kind, coder.golomb(3, value or 0)))


def _digest(kind: kinds.Digest) -> Walk:
    def walk(coder: Coder, value: Any, near: Near) -> bytes:
        return coder.uniform(1 << 256, int.from_bytes(value or b"", "big")).to_bytes(32, "big")

    return walk


def _person(kind: kinds.Person) -> Walk:
    def walk(coder: Coder, value: Any, near: Near) -> bytes:
        given = value or b""
        length = coder.golomb(6, len(given))
        if length > 48 + 4 * kind.most:
            raise BadFrame("range")
        found = coder.uniform(1 << 8 * length, int.from_bytes(given, "big")).to_bytes(length, "big")
        return bytes(held(kind, found))

    return walk


def _several(kind: kinds.Several) -> Walk:
    one = walk_of(kind.kind)

    def walk(coder: Coder, value: Any, near: Near) -> tuple[Any, ...]:
        given = value or ()
        length = coder.golomb(1, max(0, len(given) - 1)) + 1
        if length > kind.most:
            raise BadFrame("range")
        near.before = None
        items = given or (None,) * length
        return tuple(held(kind, tuple(one(coder, item, near) for item in items)))

    return walk


WALKS: dict[type[Kind], Callable[[Any], Walk]] = {
    kinds.Flag: _flag,
    kinds.Count: _count,
    kinds.Amount: _amount,
    kinds.Degrees: _degrees,
    kinds.Choice: _choice,
    kinds.Moment: _moment,
    kinds.Day: _day,
    kinds.Text: walk_text,
    kinds.Official: walk_text,
    kinds.Region: _region,
    kinds.Reference: _reference,
    kinds.Item: _item,
    kinds.UnitNumber: _unit,
    kinds.Digest: _digest,
    kinds.Person: _person,
    kinds.Several: _several,
}


def walk_of(kind: Kind, *, on_track: bool = False) -> Walk:
    """The walk of a kind; counts along a track drift. Raises KeyError for a kind that nobody taught the wire."""
    if on_track and isinstance(kind, kinds.Count):
        return drifting(kind)
    return WALKS[type(kind)](kind)
