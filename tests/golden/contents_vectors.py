"""Makes the vectors of contents, a file for each context. It only adds: what is written stays.

python -m tests.golden.contents_vectors
"""

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from field_node.records import TYPES
from field_node.records.kinds import Ref
from field_node.records.plain import to_plain
from field_node.records.record import Entry, may_radio
from sync.codec.contents import encode
from sync.codec.contexts import CONTEXTS
from tests.samples import extreme, sample, sealed
from tests.workload import Setting, entries

FOLDER = Path(__file__).parent / "wire"
FILES = {0: FOLDER / "contents.json", **{number: FOLDER / f"contents-{number}.json" for number in CONTEXTS}}
START = 1_789_900_000
Case = dict[str, Any]


def vectors(context: int) -> Iterator[Case]:
    """Every type: three ordinary entries in a full copy, its extremes, and a radio copy; then mixed frames."""
    for number, record_type in sorted(TYPES.items()):
        chance = random.Random(number)
        ordinary = [sealed(sample(record_type, chance, context=context), seq) for seq in (1, 2, 5)]
        ends = [
            sealed(extreme(record_type, most, context=context), seq) for seq, most in ((1, False), (2, True))
        ]
        yield case(f"{record_type.about.slug}", ordinary, context)
        yield case(f"{record_type.about.slug}, extremes", ends, context)
        if may_radio(record_type):
            yield case(f"{record_type.about.slug}, radio copy", ordinary, context, full=False)
    chance = random.Random(1)
    mixed = [
        sealed(sample(TYPES[chance.choice((1, 3, 10, 14))], chance), seq) for seq in (1, 2, *range(5, 30))
    ]
    yield case("mixed, both number lines", mixed, context, closed=[3, 4])
    corrected = sealed(
        mixed[3].record, 40, corrects=Ref(7, 4), reason="salah hitung", incident=Ref(0, 1), author=2
    )
    yield case("a correction", [corrected], context)
    if context:
        yield from _usual(context)


def _usual(context: int) -> Iterator[Case]:
    """Frames as a unit sends them: what the tables were learnt for."""
    for setting in Setting:
        made = entries(1, setting, 80, unit=7, notes=0.1)
        for number, begin in enumerate(range(0, 80, 20), 1):
            yield case(f"{setting.name.lower()}, {number}", made[begin : begin + 20], context, full=False)
        whole = [replace(entry, complete=True) for entry in made]
        yield case(f"{setting.name.lower()}, full copy", whole, context)


def case(
    name: str, given: list[Entry], context: int, *, full: bool = True, closed: list[int] | None = None
) -> Case:
    """One vector: what went in as plain values, what came out as hex."""
    gaps = frozenset(closed or ())
    contents = encode(given, start=START, full=full, closed=gaps, context=context)
    return {
        "name": name,
        "unit": 7,
        "start": START,
        "full": full,
        "closed": sorted(gaps),
        "entries": [plain(entry) for entry in given],
        "contents": contents.hex(),
    }


def plain(entry: Entry) -> Case:
    """An entry as JSON values."""
    return {
        "seq": entry.seq,
        "type": entry.record.about.slug,
        "made_at": entry.made_at,
        "quality": int(entry.quality),
        "incident": None if entry.incident is None else str(entry.incident),
        "author": entry.author,
        "corrects": None if entry.corrects is None else str(entry.corrects),
        "reason": entry.reason,
        "complete": entry.complete,
        "record": to_plain(entry.record),
    }


def main() -> None:
    for context, file in FILES.items():
        kept: list[Case] = json.loads(file.read_text()) if file.exists() else []
        known = {one["name"] for one in kept}
        kept += [one for one in vectors(context) if one["name"] not in known]
        file.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
