"""The center of a soak: its store survives, its process does not; asked through its real door."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from threading import Event
from typing import Any

import msgspec
from flask.testing import FlaskClient

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
        self._client: FlaskClient
        self.restart()

    def utc(self) -> float:
        return START + self._clock()

    def restart(self) -> None:
        """All that the process knew is gone."""
        self._process.close()
        self.starts += 1
        self.center = open_center(self._folder)
        self._process.callback(self.center.close)
        app = create_app(self.center, clock=self.utc, timer=self._clock, limits=Limits(), stop=Event())
        self._client = app.test_client()

    def close(self) -> None:
        """The end."""
        self._process.close()

    def post(self, frames: Sequence[bytes], *, mtu: int, carrier: int) -> Heard:
        """The answer of the door to a gateway with that number. Raises LinkTrouble."""
        self.posts += 1
        response = self._client.post(
            f"/v1/frames?mtu={mtu}",
            data=write_bundle(frames),
            headers={"Content-Type": MEDIA_TYPE},
            environ_base={"REMOTE_ADDR": f"10.0.0.{carrier}"},
        )
        if response.status_code != 200:
            raise LinkTrouble("status", str(response.status_code))
        self._look()
        answer = tuple(BundleReader().feed(response.data))
        return Heard(frames=answer, more=response.headers.get("Tagana-More") == "?1", time=int(self.utc()))

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
