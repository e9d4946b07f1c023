"""Runs the benches one after the other, prints the table and writes var/bench.json.

`python -m tests.bench [NAME ...]` runs only those named.
"""

import importlib
import sys

from tests.bench.rows import REPORT, Row, machine, report, shown

BENCHES = ("saves", "offline", "peers", "ingest", "feed", "pages", "imports", "stock", "processes")


def main() -> int:
    names = sys.argv[1:] or BENCHES
    print(f"# {machine()}; each comparison in one run on the same work")
    rows: list[Row] = []
    for name in names:
        found = importlib.import_module(f"tests.bench.{name}").rows()
        for row in found:
            print(shown(row), flush=True)
            rows.append(row)
        report(rows)
    print(f"# {REPORT}")
    return 1 if any(row.met is False for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
