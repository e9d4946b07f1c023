"""What tablets ask for as carriers: a load for the center, and the taking of what they bring home. Requests of two kinds."""

import base64
import hashlib
from typing import Any

from field_node.store import requests
from field_node.store.connection import Store, writing
from field_node.store.requests import Request

LOAD, HOME = "titip", "pulang"
LARGEST = 2_000_000
"""Bytes of a load; a tablet keeps one."""
LASTS_S = 600
"""A load that was made is handed to every tablet that asks within that time, while nothing new was recorded and no tablet brought answers home."""
PATIENCE_S = 60
"""What nobody has answered for so long is asked anew: the process that took it may have ended."""
MOST_WAITING = 4
_OPEN = "SELECT count(*) FROM request WHERE kind = ? AND done_at IS NULL AND asked_at > ?"
_SAME = (
    "SELECT id FROM request WHERE kind = ? AND json_extract(body, '$.sum') = ?"
    " AND (done_at IS NOT NULL OR asked_at > ?) ORDER BY id DESC LIMIT 1"
)
_BROUGHT_SINCE = "SELECT 1 FROM request WHERE kind = ? AND id > ? AND done_at IS NOT NULL LIMIT 1"
_LAST = "SELECT id FROM request WHERE kind = ? ORDER BY id DESC LIMIT 1"
_LIGHTER = (
    "UPDATE request SET blob = NULL, body = json_remove(body, '$.bundle', '$.leaf') WHERE done_at IS NOT NULL"
    " AND ((kind = ? AND id < ? AND blob IS NOT NULL) OR (kind = ? AND json_type(body, '$.bundle') IS NOT NULL))"
)


def mark(store: Store) -> str:
    """Another text once something was recorded by hand; positions alone are no reason to make another load."""
    return "-".join(str(one) for one in store.run("SELECT unit, next_form FROM self")[0])


def ask_load(reader: Store, writer: Store, *, at: int) -> int:
    """The number of a load: of the last one if it will do."""
    last = _last(reader, LOAD)
    if last and last.body.get("mark") == mark(reader) and _will_do(reader, last, at):
        return last.id
    return requests.ask(writer, LOAD, {"mark": mark(reader), "at": at}, at=at)


def _will_do(reader: Store, last: Request, at: int) -> bool:
    if last.done_at is None:
        return 0 <= at - int(last.body.get("at", 0)) < PATIENCE_S
    lasts = last.blob is not None and 0 <= at - last.done_at < LASTS_S
    return lasts and not reader.run(_BROUGHT_SINCE, (HOME, last.id))


def bring_home(reader: Store, writer: Store, bundle: bytes, *, at: int, leaf: str = "") -> int | None:
    """The number under which it is told what became of it; None while too many wait. `leaf`: a certificate that came along.

    A tablet that was not told hands the same over again: it is told what it brought then, not that it is known by now.
    """
    summed = hashlib.sha256(b"\0".join((leaf.encode(), bundle))).hexdigest()
    if same := reader.run(_SAME, (HOME, summed, at - PATIENCE_S)):
        return int(same[0][0])
    if reader.run(_OPEN, (HOME, at - PATIENCE_S))[0][0] >= MOST_WAITING:
        return None
    body = {"bundle": base64.b64encode(bundle).decode(), "leaf": leaf, "sum": summed}
    return requests.ask(writer, HOME, body, at=at)


def found(store: Store, kind: str, number: int) -> Request | None:
    """The request of that kind."""
    one = requests.answer(store, number) if number < 1 << 62 else None
    return one if one and one.kind == kind else None


def lighten(store: Store) -> None:
    """Of what was answered only the newest load keeps its bytes: the card is small."""
    newest: Any = store.run(_LAST, (LOAD,))
    given = LOAD, newest[0][0] if newest else 0, HOME
    with writing(store):
        store.run(_LIGHTER, given)


def _last(store: Store, kind: str) -> Request | None:
    rows = store.run(_LAST, (kind,))
    return requests.answer(store, rows[0][0]) if rows else None
