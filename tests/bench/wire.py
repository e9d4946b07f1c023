"""What the wire takes on the air beside other formats: the same records, the same mtu, one run, every frame read back.

`python -m tests.bench.wire [NAME ...]` with names of PARTS runs only those; prints the table and writes
var/bench-wire.json. FORGED=1000000 in the environment sets the number of forged frames.
"""

import os
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

from tests.bench import wire_costs, wire_rows, wire_work
from tests.bench.rows import Row, machine, report, shown

REPORT = Path("var/bench-wire.json")
LIBRARIES = (
    "cbor2",
    "msgpack",
    "protobuf",
    "fastavro",
    "asn1tools",
    "zstandard",
    "meshtastic",
    "cryptography",
)
FORGED = 100_000
PARTS: dict[str, Callable[[], Iterator[Row]]] = {
    "sizes": wire_rows.sizes,
    "bound": wire_rows.bound,
    "tracks": wire_rows.tracks,
    "notes": wire_rows.notes,
    "shipped": wire_costs.shipped,
    "speed": wire_costs.speed,
    "forged": lambda: wire_costs.forged(int(os.environ.get("FORGED", FORGED))),
}


def main() -> int:
    print(f"# {machine()}; {', '.join(f'{name} {version(name)}' for name in LIBRARIES)}; {wire_work.seeds()}")
    rows: list[Row] = []
    for name in sys.argv[1:] or PARTS:
        for row in PARTS[name]():
            print(shown(row), flush=True)
            rows.append(row)
        report(rows, REPORT)
    print(f"# {REPORT}")
    return 1 if any(row.met is False for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
