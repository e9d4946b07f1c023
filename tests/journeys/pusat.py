"""A center on a real socket, its commands and its feed."""

import random
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import requests
from click.testing import CliRunner

from field_node.config import Config, defaults
from field_node.records.kinds import Ref
from sync.center.app import create_app
from sync.center.commands import group
from sync.center.dialect import writing
from sync.center.founding import init
from sync.center.issued import newest_issued
from sync.center.limits import Limits
from sync.center.serve import Server, serve
from sync.center.store import Center, open_center
from sync.center.tokens import add_token

DAY_S = 86_400


class Numbered(Protocol):
    """A unit of the operation."""

    @property
    def number(self) -> int: ...


@dataclass
class Pusat:
    """A center in a folder, served by waitress in a thread of this process while `opened`."""

    folder: Path
    port: int = 0
    _open: list[tuple[Center, threading.Event, threading.Thread]] = field(default_factory=list)
    _token: str = ""

    @classmethod
    def founded(cls, folder: Path) -> "Pusat":
        init(folder, "Pusat Gladi", host="127.0.0.1", at=int(time.time()) - DAY_S)
        made = cls(folder)
        made.open()
        with made.center.lock, writing(made.center.writer) as conn:
            made._token = add_token(
                conn,
                "gladi",
                frozenset({"pull"}),
                now=int(time.time()),
                random=random.Random(1).randbytes,
            )
        return made

    @property
    def center(self) -> Center:
        return self._open[0][0]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def open(self, limits: Limits | None = None) -> None:
        """Serves; under the same port as before."""
        center, stop = open_center(self.folder), threading.Event()
        limits = limits or Limits()
        app = create_app(center, clock=time.time, timer=time.monotonic, limits=limits, stop=stop)
        server = Server(app, "127.0.0.1", self.port, round_s=0.02)
        self.port = int(server.address.rstrip("/").rsplit(":", 1)[1])
        given = {"stop": stop, "notify": lambda _said: None, "wake": center.wake}
        thread = threading.Thread(target=serve, args=(server,), kwargs=given)
        thread.start()
        self._open.append((center, stop, thread))

    def close(self) -> None:
        """Stops serving; again is harmless."""
        while self._open:
            center, stop, thread = self._open.pop()
            stop.set()
            thread.join(20)
            center.close()

    def config(self) -> Config:
        """As the commands of this center read their settings."""
        return defaults(center={"data_dir": self.folder, "url": self.address})

    def command(self, *words: object) -> str:
        """`tagana center WORDS`; what it said."""
        done = CliRunner().invoke(group, [str(word) for word in words], obj=self.config())
        assert done.exit_code == 0, done.output
        return done.output.strip()

    def issue(self, slug: str, *, kejadian: Ref | None = None, **values: object) -> Ref:
        """An entry of the center, by its command."""
        belongs = ["--kejadian", str(kejadian)] if kejadian else []
        given = [f"{name}={value}" for name, value in values.items()]
        return Ref.parse(self.command("issue", slug, *given, *belongs))

    def get(self, path: str, **params: object) -> requests.Response:
        """What a reader with a token is answered."""
        answer = requests.get(
            self.address + path,
            params={name: str(value) for name, value in params.items()},
            headers={"Authorization": f"Bearer {self._token}"},
            timeout=30,
        )
        assert answer.status_code == 200, answer.text
        return answer

    def feed(self, **params: object) -> list[dict[str, Any]]:
        """All that a puller reads who follows the cursor to its end."""
        lines: list[dict[str, Any]] = []
        while page := self.get("/v1/records.json", limit=10_000, **params).json():
            lines += page["records"]
            if page["next"] == params.get("after"):
                break
            params["after"] = page["next"]
        return lines

    def of(self, unit: Numbered, **params: object) -> list[dict[str, Any]]:
        """The feed of one unit."""
        return self.feed(unit=unit.number, **params)

    def newest_issued(self) -> int:
        with self.center.reader.connect() as conn:
            return newest_issued(conn)
