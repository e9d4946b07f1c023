"""What a delivered record costs on the air, and how late it is, by the real session on simulated channels.

`python -m tests.bench.mesh [NAME ...]` with names of PARTS runs only those; prints the table and writes
var/bench-mesh.json. SEED, UNITS (of the large mesh) in the environment choose others.
"""

import os
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

from sync.codec import contexts
from tests.bench import mesh_large, mesh_near
from tests.bench.rows import Row, machine, report, shown

REPORT = Path("var/bench-mesh.json")
PARTS: dict[str, Callable[[int], Iterator[Row]]] = {
    "airtime": mesh_near.airtime,
    "backlog": mesh_near.backlog,
    "ages": mesh_near.all_ages,
    "large": mesh_large.delivered,
    "large-ages": mesh_large.all_ages,
}


def main() -> int:
    seed = int(os.environ.get("SEED", "920001"))
    libraries = ", ".join(f"{name} {version(name)}" for name in ("protobuf", "cryptography", "SQLAlchemy"))
    print(f"# {machine()}; {libraries}; konteks {contexts.NEWEST}; benih {seed}; waktu maya")
    rows: list[Row] = []
    for name in sys.argv[1:] or PARTS:
        for row in PARTS[name](seed):
            print(shown(row), flush=True)
            rows.append(row)
        report(rows, REPORT)
    print(f"# {REPORT}")
    return 1 if any(row.met is False for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
