"""A process that numbers rows in sqlite-utils' own transaction, a plain BEGIN: FILE COUNT. Tells how many it saved."""

import sqlite3
import sys

from sqlite_utils import Database

if __name__ == "__main__":
    db = Database(sqlite3.connect(sys.argv[1], timeout=5))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    saved = 0
    for _ in range(int(sys.argv[2])):
        try:
            with db.atomic():
                seq = db.execute("SELECT coalesce(max(seq), 0) + 1 FROM t").fetchone()[0]
                db.table("t").insert({"seq": seq})
            saved += 1
        except sqlite3.OperationalError:
            continue
    sys.stdout.write(f"{saved}\n")
