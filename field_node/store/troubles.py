"""The log of faults: what was wrong with the unit, since when and until when; written together with the state that tells it."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from field_node.store.connection import Store

KEPT = 200
"""Rows that stay; what still lasts stays beyond that."""
AGAIN_S = 600
"""What comes back sooner is the same trouble once more."""
HOT_C = 80.0
"""From here on a Raspberry Pi slows itself down: raspberrypi.com/documentation, frequency management and thermal control."""
WEAK_PERCENT = 20
_WAITING = frozenset({"waiting", "nothing_taken"})
"""States of the link in which nothing is wrong yet."""
Codes = dict[str, str]


class Trouble(NamedTuple):
    """`detail`: a sentence of whoever told it, "" without one. `until`: None while it lasts. `times`: how often it came back."""

    code: str
    detail: str
    since: int
    until: int | None
    times: int


def follow(store: Store, name: str, body: Mapping[str, Any], at: int) -> None:
    """Begins and ends what this state of that name says. To be called in a write transaction."""
    if name not in _RULES:
        return
    present = _RULES[name](body)
    sql = "SELECT id, code FROM trouble WHERE name = ? AND until IS NULL"
    lasting = {code: number for number, code in store.run(sql, (name,))}
    ended = [(at, number) for code, number in lasting.items() if code not in present]
    store.run_many("UPDATE trouble SET until = ? WHERE id = ?", ended)
    for code in sorted(present.keys() - lasting.keys()):
        _begin(store, name, (code, present[code]), at)


def _begin(store: Store, name: str, trouble: tuple[str, str], at: int) -> None:
    code, detail = trouble
    sql = "SELECT id FROM trouble WHERE code = ? AND until BETWEEN ? AND ? ORDER BY id DESC LIMIT 1"
    if again := store.run(sql, (code, at - AGAIN_S, at + AGAIN_S)):
        store.run("UPDATE trouble SET until = NULL, times = times + 1 WHERE id = ?", again[0])
        return
    sql = "INSERT INTO trouble (name, code, detail, since) VALUES (?, ?, ?, ?) RETURNING id"
    number = store.run(sql, (name, code, detail, at))[0][0]
    store.run("DELETE FROM trouble WHERE id <= ? AND until IS NOT NULL", (number - KEPT,))


def last(store: Store, limit: int) -> list[Trouble]:
    """What lasts first, then the newest."""
    sql = "SELECT code, detail, since, until, times FROM trouble ORDER BY until IS NOT NULL, since DESC, id DESC LIMIT ?"
    return [Trouble(*row) for row in store.run(sql, (limit,))]


# ---- what a state says is wrong: a code and, where somebody gave one, a sentence


def _gps(body: Mapping[str, Any]) -> Codes:
    return {"gps_tidak_ada": ""} if body.get("state") == "tidak_ada" else {}


def _link(body: Mapping[str, Any]) -> Codes:
    code = str(body.get("code") or "")
    return {f"pusat_{code}": str(body.get("problem", ""))} if code and code not in _WAITING else {}


def _radio(body: Mapping[str, Any]) -> Codes:
    problem = str(body.get("problem") or "")
    return {f"radio_{problem}": str(body.get("sentence") or "")} if problem else {}


def _power(body: Mapping[str, Any]) -> Codes:
    percent, heat = body.get("battery_percent"), body.get("temperature_c")
    weak = percent is not None and percent <= WEAK_PERCENT and not body.get("charging")
    found = {
        "daya_tegangan": body.get("under_voltage"),
        "daya_lemah": weak,
        "daya_panas": heat is not None and heat >= HOT_C,
    }
    return {code: "" for code, is_so in found.items() if is_so}


def _disk(body: Mapping[str, Any]) -> Codes:
    return {"ruang_habis": ""} if body.get("free", 1) <= body.get("floor", 0) else {}


def _processes(body: Mapping[str, Any]) -> Codes:
    return {f"diam_{name}": "" for name in body.get("silent", ())}


def _backup(body: Mapping[str, Any]) -> Codes:
    problem = str(body.get("problem") or "")
    return {"cadangan_gagal": problem} if problem else {}


_RULES: Mapping[str, Callable[[Mapping[str, Any]], Codes]] = {
    "gps": _gps,
    "link": _link,
    "radio": _radio,
    "power": _power,
    "disk": _disk,
    "layanan": _processes,
    "cadangan": _backup,
}
"""Name of a state -> what is wrong by it."""
