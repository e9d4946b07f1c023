"""Makes the vectors of contents, context 0. It only adds: what is written stays.

python -m tests.golden.contents_vectors
"""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from field_node.records import TYPES
from field_node.records.kinds import Ref
from field_node.records.plain import to_plain
from field_node.records.record import Entry, may_radio
from sync.codec.contents import encode
from tests.samples import extreme, sample, sealed

FILE = Path(__file__).parent / "wire" / "contents.json"
START = 1_789_900_000
Case = dict[str, Any]


def vectors() -> Iterator[Case]:
    """Every type: three ordinary entries in a full copy, its extremes, and a radio copy; then mixed frames."""
    for number, record_type in sorted(TYPES.items()):
        chance = random.Random(number)
        ordinary = [sealed(sample(record_type, chance), seq) for seq in (1, 2, 5)]
        ends = [sealed(extreme(record_type, most), seq) for seq, most in ((1, False), (2, True))]
        yield case(f"{record_type.about.slug}", ordinary, full=True)
        yield case(f"{record_type.about.slug}, extremes", ends, full=True)
        if may_radio(record_type):
            yield case(f"{record_type.about.slug}, radio copy", ordinary, full=False)
    chance = random.Random(1)
    mixed = [
        sealed(sample(TYPES[chance.choice((1, 3, 10, 14))], chance), seq) for seq in (1, 2, *range(5, 30))
    ]
    yield case("mixed, both number lines", mixed, full=True, closed=[3, 4])
    corrected = sealed(
        mixed[3].record, 40, corrects=Ref(7, 4), reason="salah hitung", incident=Ref(0, 1), author=2
    )
    yield case("a correction", [corrected], full=True)


def case(name: str, entries: list[Entry], *, full: bool, closed: list[int] | None = None) -> Case:
    """One vector: what went in as plain values, what came out as hex."""
    gaps = frozenset(closed or ())
    contents = encode(entries, start=START, full=full, closed=gaps)
    return {
        "name": name,
        "unit": 7,
        "start": START,
        "full": full,
        "closed": sorted(gaps),
        "entries": [plain(entry) for entry in entries],
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
    kept: list[Case] = json.loads(FILE.read_text()) if FILE.exists() else []
    known = {one["name"] for one in kept}
    kept += [one for one in vectors() if one["name"] not in known]
    FILE.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
