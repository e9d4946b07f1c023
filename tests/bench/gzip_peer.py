"""The baseline of the way to the center: gzip-JSON batches over requests, a durable SQLite commit for each.

`serve DATABASE` prints its address; `send URL FILE CA` posts the lines of FILE in batches and says what it did as JSON.
"""

import gzip
import json
import sqlite3
import sys
import time
from pathlib import Path

import requests
from flask import Flask, request
from waitress.server import create_server

BATCH = 500
TIMES = (20, 90)


def serve(database: str) -> None:
    """One connection, one writing thread: a commit before each answer."""
    conn = sqlite3.connect(database, isolation_level=None, check_same_thread=False)
    for statement in (
        "PRAGMA journal_mode=WAL",
        "PRAGMA synchronous=FULL",
        "CREATE TABLE entry (unit INTEGER, seq INTEGER, body TEXT, PRIMARY KEY (unit, seq))",
    ):
        conn.execute(statement)
    app = Flask(__name__)

    @app.post("/records")
    def take() -> dict[str, int]:
        told = json.loads(gzip.decompress(request.get_data()))
        rows = [(one["unit"], one["seq"], json.dumps(one)) for one in told]
        conn.execute("BEGIN IMMEDIATE")
        conn.executemany("INSERT OR IGNORE INTO entry VALUES (?, ?, ?)", rows)
        conn.execute("COMMIT")
        return {"received": len(rows)}

    server = create_server(app, host="127.0.0.1", port=0, threads=1)
    print(f"http://127.0.0.1:{server.effective_port}", flush=True)
    server.run()


def send(url: str, path: str, ca: str) -> None:
    """Every batch until it is answered; seconds from the start of the process."""
    lines = Path(path).read_text().splitlines()
    session = requests.Session()
    session.trust_env, session.verify = False, ca or False
    first_s, tries = 0.0, 0
    for start in range(0, len(lines), BATCH):
        body = gzip.compress(f"[{','.join(lines[start : start + BATCH])}]".encode())
        while True:
            tries += 1
            try:
                session.post(f"{url}/records", data=body, timeout=TIMES).raise_for_status()
                break
            except requests.RequestException:
                time.sleep(2)
        first_s = first_s or time.time()
    print(json.dumps({"first": first_s, "last": time.time(), "requests": tries}), flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(sys.argv[2])
    else:
        send(*sys.argv[2:])
