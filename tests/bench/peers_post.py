"""A peer of the bench: records posted by requests to Flask and waitress, all at once or in batches.

`serve DATABASE COUNT` prints its address; `send URL FILE CA FORM EACH` posts the lines of FILE and says what it did.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import requests
from flask import Flask, request
from waitress.server import create_server

from tests.bench import peers_forms as forms
from tests.bench.peers_kept import Kept, said

WRITE = {"ndjson": forms.ndjson, "rows": forms.rows}
READ = {"ndjson": forms.from_ndjson, "rows": forms.from_rows}
TIMEOUT_S = 300.0
"""Also the time that one whole body may take to leave."""


def serve(database: str, count: str) -> None:
    """One thread: a commit before each answer."""
    kept, app = Kept(database, int(count)), Flask(__name__)

    @app.post("/<form>")
    def take(form: str) -> dict[str, int]:
        return {"received": kept.keep(READ[form](request.get_data()))}

    server = create_server(app, host="127.0.0.1", port=0, threads=1)
    print(f"http://127.0.0.1:{server.effective_port}", flush=True)
    server.run()


def send(url: str, path: str, ca: str, form: str, each: str) -> None:
    """Every batch until it is answered."""
    lines = Path(path).read_text().splitlines()
    session = requests.Session()
    session.trust_env, session.verify = False, ca or False
    first_s, tries = 0.0, 0
    for batch in forms.batches(lines, int(each)):
        tries += _until_answered(session, f"{url}/{form}", WRITE[form](batch))
        first_s = first_s or time.time()
    said(first=first_s, last=time.time(), messages=tries)


def _until_answered(session: requests.Session, url: str, body: bytes) -> int:
    """How many tries it took."""
    tries = 0
    while True:
        tries += 1
        try:
            session.post(url, data=body, timeout=TIMEOUT_S).raise_for_status()
        except requests.RequestException:
            time.sleep(2)
        else:
            return tries


COMMANDS: dict[str, Callable[..., None]] = {"serve": serve, "send": send}

if __name__ == "__main__":
    COMMANDS[sys.argv[1]](*sys.argv[2:])
