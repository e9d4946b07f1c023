"""Who this unit is, and the next number on each of its two lines."""

from field_node.records.kinds import TRACK_START, Ref
from field_node.store.connection import Store, writing


def own_unit(store: Store) -> int | None:
    """This unit's number; None before it was enrolled."""
    rows = store.run("SELECT unit FROM self")
    return rows[0][0] if rows else None


def next_ref(store: Store) -> Ref:
    """The name that the next form gets; only inside the write that makes it, it is sure. Ref(0, n) before enrolment."""
    unit, seq = store.run("SELECT unit, next_form FROM self")[0]
    return Ref(unit or 0, seq)


def become(store: Store, unit: int) -> None:
    """Takes the number given at enrolment. Under a number that it had before, the unit goes on where it was."""
    with writing(store):
        if own_unit(store) != unit:
            store.run(
                "UPDATE self SET unit = ?, next_form = ?, next_track = ?, incarnation = NULL",
                (unit, _after(store, unit, 1), _after(store, unit, TRACK_START)),
            )


def _after(store: Store, unit: int, start: int) -> int:
    sql = "SELECT max(seq) FROM entry WHERE unit = ? AND seq BETWEEN ? AND ?"
    last = store.run(sql, (unit, start, start + TRACK_START - 2))[0][0]
    return start if last is None else last + 1
