"""The center of a soak: its store survives, its process does not; asked through its real door."""

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from threading import Event
from typing import Any

import msgspec
from flask import Flask

from sync.bundle import MEDIA_TYPE, BundleReader, write_bundle
from sync.center.app import create_app
from sync.center.founding import init
from sync.center.limits import Limits
from sync.center.pull import number_before_reading, read_page
from sync.center.query import Query
from sync.center.store import Center, open_center
from sync.links import Heard, LinkTrouble

START = 1_795_312_800
"""22 November 2026, 02.00 UTC: when the virtual clock shows 0; the operation began four days before."""
AGE_S = 4 * 86_400
Seen = Callable[[int, int], None]


class Base:
    """`clock`: virtual seconds. `seen` is told (unit, seq) of each entry once it is committed.

    A later version of an entry is its completed copy.
    """

    def __init__(self, folder: Path, clock: Callable[[], float], seen: Seen) -> None:
        self._folder, self._clock, self._seen = folder, clock, seen
        self._process = ExitStack()
        self._arrival = 0
        init(folder, "Pusat Gladi", host="127.0.0.1", at=START - AGE_S)
        self.starts = 0
        self.posts = 0
        self.center: Center
        self._app: Flask
        self.restart()

    def utc(self) -> float:
        return START + self._clock()

    def restart(self) -> None:
        """All that the process knew is gone."""
        self._process.close()
        self.starts += 1
        self.center = open_center(self._folder)
        self._process.callback(self.center.close)
        self._app = create_app(self.center, clock=self.utc, timer=self._clock, limits=Limits(), stop=Event())

    def close(self) -> None:
        """The end."""
        self._process.close()

    def post(self, frames: Sequence[bytes], *, mtu: int, carrier: int) -> Heard:
        """The answer of the door to a gateway with that number. Raises LinkTrouble."""
        self.posts += 1
        status, headers, body = self._answer(_asked(mtu, carrier, write_bundle(frames)))
        if status != "200 OK":
            raise LinkTrouble("status", status)
        self._look()
        answer = tuple(BundleReader().feed(body))
        return Heard(frames=answer, more=headers.get("Tagana-More") == "?1", time=int(self.utc()))

    def _answer(self, environ: dict[str, Any]) -> tuple[str, dict[str, str], bytes]:
        """As a server would call the application: a test client costs as much as a tenth of the answer."""
        said: list[tuple[str, dict[str, str]]] = []

        def start_response(
            status: str, headers: list[tuple[str, str]], _error: Any = None, /
        ) -> Callable[[bytes], object]:
            said.append((status, dict(headers)))
            return bytes

        body = b"".join(self._app.wsgi_app(environ, start_response))
        return *said[-1], body

    def _look(self) -> None:
        """What was committed since the last look."""
        with self.center.reader.connect() as conn:
            rows = conn.exec_driver_sql(
                "SELECT unit, seq, arrival FROM entry WHERE arrival > ? AND version = 0", (self._arrival,)
            ).all()
        for unit, seq, arrival in rows:
            self._seen(unit, seq)
            self._arrival = max(self._arrival, arrival)

    def feed(self, unit: int) -> list[Mapping[str, Any]]:
        """The unit's entries as a puller reads them who follows the cursor."""
        number_before_reading(self.center)
        lines, after = list[Mapping[str, Any]](), None
        with self.center.reader.connect() as conn:
            while (page := read_page(conn, Query(after=after, units=(unit,), limit=1_000))).rows:
                lines += [msgspec.json.decode(row.line) for row in page.rows]
                after = page.next
        return lines

    def alarms(self) -> list[str]:
        """Forks, clones, forgeries that it has noticed."""
        with self.center.reader.connect() as conn:
            return [str(row) for row in conn.exec_driver_sql("SELECT * FROM alarm").all()]


def _asked(mtu: int, carrier: int, body: bytes) -> dict[str, Any]:
    """A request as PEP 3333 wants it."""
    return {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/v1/frames",
        "QUERY_STRING": f"mtu={mtu}",
        "CONTENT_TYPE": MEDIA_TYPE,
        "CONTENT_LENGTH": str(len(body)),
        "REMOTE_ADDR": f"10.0.0.{carrier}",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
