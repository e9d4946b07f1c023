"""How each kind of field is SENT where tables were learnt; a field without tables is sent as in context 0."""

from collections.abc import Callable
from typing import Any

from field_node.records import kinds
from field_node.records.kinds import Ref
from sync.codec.coder import Coder
from sync.codec.fitted_amounts import quantity
from sync.codec.fitted_counts import count
from sync.codec.fitted_moments import day, moment
from sync.codec.fitted_text import text
from sync.codec.fitted_trail import degrees
from sync.codec.here import Fitted, Here, candidates, remember
from sync.codec.near import held, only
from sync.codec.references import walk_ref_by, walk_region_by
from sync.codec.spot import Spot
from sync.codec.walk import walk_of, walk_ref
from sync.errors import BadFrame

LIST, NEXT = 15, 16
"""Symbols of a list: as the one before, one of the recent values, another; for names of entries, the one after the first of these."""
STEPS = 12


def plain(spot: Spot) -> Fitted:
    """The walk of context 0, after what was told before."""
    walk, told = walk_of(spot.field.kind), spot.told()

    def walked(coder: Coder, value: Any, here: Here) -> Any:
        here.before = told(here)[1]
        return walk(coder, value, here)

    return walked


def _flag(spot: Spot) -> Fitted | None:
    tables = spot.tables("is", 2, 3, 3)
    if tables is None:
        return None
    table = spot.chosen({None: tables[:3], False: tables[3:6], True: tables[6:]})

    def walk(coder: Coder, value: Any, here: Here) -> bool:
        return coder.symbol(table(here), 1 if value else 0) == 1

    return walk


def _choice(spot: Spot) -> Fitted | None:
    codes = spot.field.kind.codes()  # type: ignore[attr-defined]
    count = len(codes)
    tables = spot.tables("is", count + 1, count + 1, 3)
    if tables is None:
        return None
    index: dict[Any, int] = {code: number for number, code in enumerate(codes)}
    table = spot.chosen({code: tables[3 * at : 3 * at + 3] for at, code in enumerate((None, *codes))})

    def walk(coder: Coder, value: Any, here: Here) -> str:
        number = coder.escaped(table(here), index.get(value, 0))
        if number >= count:
            raise BadFrame("range")
        found: str = codes[number]
        return found

    return walk


After = Callable[[Any], Any]


def _listed(spot: Spot, list_name: str, new: Fitted, after: After = lambda value: None) -> Fitted | None:
    """A value that is often one of those said lately, or comes `after` the first of them. `new` says one that was not."""
    tables, told = spot.tables("which", NEXT + 1, 3, 8), spot.told()
    if tables is None:
        return None
    by_size = tuple(tuple(tables[8 * how + min(size, 7)] for size in range(LIST + 1)) for how in range(3))

    def walk(coder: Coder, value: Any, here: Here) -> Any:
        how, before = told(here)
        recent = here.frame.recent[list_name]
        known = candidates(before, recent)
        given = 0 if coder.reads else _which(value, known, after)
        number = coder.symbol(by_size[how][len(known)], given)
        if number < len(known):
            found = known[number]
        else:
            comes = after(known[0]) if known else None
            found = new(coder, value, here) if number == LIST else comes if number == NEXT else None
            only(found, found is not None and _which(found, known, after) == number)
        remember(recent, found)
        return found

    return walk


def _which(value: Any, known: list[Any], after: After) -> int:
    """The first way to say it."""
    if value in known:
        return known.index(value)
    return NEXT if known and value == after(known[0]) else LIST


def _reference(spot: Spot) -> Fitted | None:
    units, seqs = spot.sizes("unit"), spot.sizes("seq")
    kind: Any = spot.field.kind

    def new(coder: Coder, value: Any, here: Here) -> Ref:
        if units is None or seqs is None:
            return walk_ref(coder, value)
        return walk_ref_by(coder, value, (units[0], seqs[0]))

    return _listed(spot, f"ref {kind.to}", new, lambda value: Ref(value.unit, value.seq + 1))


def _region(spot: Spot) -> Fitted | None:
    alike, kecamatan, desa = spot.tables("alike which", 4), spot.sizes("kecamatan"), spot.changes("desa")
    if alike is None or kecamatan is None or desa is None:
        return None
    tables = (alike[0], kecamatan[0], desa[0])

    def new(coder: Coder, value: Any, here: Here) -> str:
        recent = here.frame.recent["region"]
        return walk_region_by(coder, value or "10", recent[0] if recent else None, tables)

    return _listed(spot, "region", new)


def _item(spot: Spot) -> Fitted | None:
    whole, kind = spot.tables("is", 128), spot.field.kind
    if whole is not None and not spot.fact("in order", False):
        return lambda coder, value, here: held(kind, coder.escaped(whole[0], value or 0))
    steps = spot.tables("step", STEPS + 2, 2)
    if whole is None or steps is None:
        return None
    place = spot.place

    def walk(coder: Coder, value: Any, here: Here) -> int:
        before = here.said[place]
        given = value or 0
        step = STEPS + 1 if before is None else _step(given - before)
        step = coder.symbol(steps[before is not None], step)
        if step <= STEPS:
            if before is None:
                raise BadFrame("contents")
            return int(held(kind, before + step))
        found = coder.escaped(whole[0], given)
        if before is not None and _step(found - before) <= STEPS:
            raise BadFrame("contents")
        return int(held(kind, found))

    return walk


def _step(change: int) -> int:
    return change if 0 <= change <= STEPS else STEPS + 1


def _unit(spot: Spot) -> Fitted | None:
    tables, told, kind = spot.tables("is", 68, 4, 3), spot.told(), spot.field.kind
    if tables is None:
        return None

    def walk(coder: Coder, value: Any, here: Here) -> int:
        how, before = told(here)
        table = tables[3 * (0 if before is None else min(before, 2) + 1) + how]
        return int(held(kind, coder.bucketed(table, value or 0)))

    return walk


FITTED: dict[type[kinds.Kind], Callable[[Spot], Fitted | None]] = {
    kinds.Flag: _flag,
    kinds.Count: count,
    kinds.Amount: quantity,
    kinds.Degrees: degrees,
    kinds.Choice: _choice,
    kinds.Moment: moment,
    kinds.Day: day,
    kinds.Text: text,
    kinds.Region: _region,
    kinds.Reference: _reference,
    kinds.Item: _item,
    kinds.UnitNumber: _unit,
}


def fitted(spot: Spot) -> Fitted:
    """The walk of a field: after its tables, or that of context 0 where none were learnt."""
    made = FITTED.get(type(spot.field.kind))
    return (made(spot) if made is not None else None) or plain(spot)
