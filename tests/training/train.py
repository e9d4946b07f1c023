"""Learns files of a new number from seeded worlds: `python -m tests.training.train [tables] [letters]`, both without a name."""

import json
import random
import sys
import zlib
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from field_node.records.kinds import TRACK_START
from field_node.records.record import Entry
from sync.codec.envelope_tables import Dialect
from sync.codec.taught_lists import TaughtLists
from tests.training.facts import facts
from tests.training.folded import frozen
from tests.training.learning import Counter, Learning, Texts
from tests.training.measured import measured
from tests.training.spelling import spelling
from tests.training.worlds import world
from tests.workload import OPERATION_START, TRAINING, entries
from tests.workload.notes import texts as note_texts

FOLDER = Path(__file__).parents[2] / "sync" / "codec" / "tables"
SEED, WORLDS, EACH = 5_200, range(1, 301), 600
"""Each unit lives in a world of its own: what holds in all of them is learnt firmly, what differs is left open."""
LEARNT_BEFORE = range(4_103, 4_343)
"""Seeds of the matched entries that context 1 was learnt from."""
FULL_EACH = 4
"""One frame in so many is learnt as a full copy too: speed, course and satellites travel only there."""
WORTH_BITS = 40.0
"""A table of its own must save so many bits over all training entries."""


def frames(numbers: Iterable[int] = WORLDS) -> list[list[Entry]]:
    """Entries as frames hold them: some dozens in a row, of a unit in each world, with and without notes."""
    found = []
    for number in numbers:
        chance, begin = random.Random(f"{SEED} {number}"), 0
        notes = 0.12 if number % 3 == 0 else 0.0
        made = entries(SEED + number, world(number), EACH, unit=number, notes=notes)
        while begin < len(made):
            size = chance.choice((25, 35, 45, 60, 120))
            found.append(made[begin : begin + size])
            begin += size
    return found


def count(model: Learning, given: Iterable[Sequence[Entry]], *, full: bool = False) -> None:
    """Walks all frames with the counting end."""
    dialect = Dialect(model)
    for frame in given:
        lists = TaughtLists(dialect, Counter(), frame[0].unit, OPERATION_START, full)
        for origin in (0, TRACK_START):
            line = tuple(one for one in frame if one.on_track == bool(origin))
            if line:
                list(lists.entries(origin, line, len(line), frozenset()))


def learnt(given: Sequence[Sequence[Entry]]) -> tuple[Learning, Texts]:
    """The counts, and the texts that were spelt."""
    texts = Texts()
    known: dict[str, Any] = facts() | measured(given) | {"letters": texts}
    model = Learning(known)
    count(model, given)
    count(model, given[::FULL_EACH], full=True)
    return model, texts


def files(given: Sequence[Sequence[Entry]]) -> dict[str, bytes]:
    """The two files of a context: name without its number -> contents."""
    model, texts = learnt(given)
    letters = spelling(note_texts(TRAINING), texts.spelt)
    known = {name: fact for name, fact in model.facts.items() if name != "letters"}
    tables = {"facts": known, "tables": frozen(model, WORTH_BITS)}
    return {"tables": _json(tables), "letters": _json(letters)}


def _json(data: object) -> bytes:
    """Always the same bytes for the same data."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode() + b"\n"


def main() -> None:
    number = 1 + max((int(path.stem.split("-")[1]) for path in FOLDER.glob("tables-*.json")), default=0)
    wanted = sys.argv[1:] or ("tables", "letters")
    for name, data in files(frames()).items():
        if name not in wanted:
            continue
        path = FOLDER / f"{name}-{number}.json"
        path.write_bytes(data)
        sys.stdout.write(
            f'("{path.name}", "{sha256(data).hexdigest()}")  {len(data)} bytes, zipped {len(zlib.compress(data, 9))}\n'
        )


if __name__ == "__main__":
    main()
