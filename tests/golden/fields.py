"""Makes the list of fields of each context. It only adds: a field that travels in a context does so for ever.

python -m tests.golden.fields
"""

import json
from pathlib import Path

from field_node.records import TYPES
from field_node.records.record import fields
from sync.codec.contexts import NEWEST

FILE = Path(__file__).parent / "wire" / "fields.json"
Frozen = dict[str, dict[str, str]]
"""Number of a context -> slug -> names of the fields that came with it, in their order on the wire."""


class Late(ValueError):
    """A field that says it came with a context whose frames were written without it."""


def read() -> Frozen:
    """The list as it is kept."""
    found: Frozen = json.loads(FILE.read_text())
    return found


def names_of(kept: Frozen, slug: str) -> list[str]:
    """All fields of a type, the oldest context first: their order on the wire."""
    return [name for number in sorted(kept, key=int) for name in kept[number].get(slug, "").split()]


def added(kept: Frozen) -> Frozen:
    """The list with new types, and with fields of contexts that it does not have yet. Raises Late."""
    landed = max(map(int, kept))
    found = {str(number): dict(kept.get(str(number), {})) for number in range(NEWEST + 1)}
    for record_type in TYPES.values():
        slug = record_type.about.slug
        known = names_of(kept, slug)
        for one in fields(record_type):
            if one.name in known:
                continue
            if known and one.since <= landed:
                raise Late(f"{slug}.{one.name}: wants a context of its own: holds(..., since={landed + 1})")
            found[str(one.since)][slug] = f"{found[str(one.since)].get(slug, '')} {one.name}".strip()
    return found


def main() -> None:
    FILE.write_text(json.dumps(added(read()), indent=1) + "\n")


if __name__ == "__main__":
    main()
