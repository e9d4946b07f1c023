"""A process that appends head-counts and tells each number after it was saved: FOLDER COUNT."""

import sys
from pathlib import Path

from field_node.store import journal
from tests.field_node.store.stores import STAMP, headcount, new_store

if __name__ == "__main__":
    unit = new_store(Path(sys.argv[1]))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    for number in range(int(sys.argv[2])):
        made = journal.append(unit, headcount(jiwa=number), stamp=STAMP)
        sys.stdout.write(f"{made.seq}\n")
        sys.stdout.flush()
    unit.close()
