"""One tablet as its unit sees it: paired, somebody signed in, one connection from an address of its own."""

import http.client
import re
import secrets
import time
from collections.abc import Callable
from http.cookies import SimpleCookie
from typing import Protocol
from urllib.parse import urlencode

from tests.behind_nginx import Answer

PIN = "280463"
FOUNDER = {"nama": "Ibu Koordinator", "peran": "koordinator", "pin": PIN, "pin_lagi": PIN}


class Way(Protocol):
    """How a client of that address reaches the pages."""

    @property
    def origin(self) -> str: ...
    def connected(self, client: str) -> http.client.HTTPConnection: ...


class Tablet:
    """`number` from 1; the first one lets the others in."""

    def __init__(self, way: Way, number: int) -> None:
        self._way, self._client = way, f"127.0.0.{10 + number}"
        self.name = f"Tablet {number}"
        self._cookies: dict[str, str] = {}
        self._connection: http.client.HTTPConnection | None = None

    def found(self) -> None:
        """Pairs as the first of the unit, whose owner is signed in at once."""
        link = re.search(r'href="(/pasang/[^"]+)">', self._said("/pasang", {}))
        assert link
        self._said(link[1], {"tablet": self.name, **FOUNDER}, status=303)

    def offer(self) -> str:
        """The code that lets one more in."""
        code = re.search(r'class="code">([\d ]+)<', self._said("/pasang", {}))
        assert code
        return code[1]

    def join(self, code: str) -> None:
        """Pairs by the code; the founder signs in here too."""
        kept = self._sent("/pasang/kode", {"kode": code})
        self._said(kept.headers["Location"], {"tablet": self.name}, status=303)
        self._said("/masuk", {"_orang": "1", "_pin": PIN}, status=303)

    def save(self, form: Callable[[], dict[str, str]]) -> float | None:
        """Milliseconds until the unit says that it has the record; None when it does not within the patience of a tablet."""
        began = time.perf_counter()
        try:
            answer = self._sent("/catat/hitung_pengungsi", form())
        except (OSError, http.client.HTTPException):
            self.close()
            return None
        return (time.perf_counter() - began) * 1000 if answer.status == 303 else None

    def close(self) -> None:
        """The next request opens another connection."""
        if self._connection:
            self._connection.close()
        self._connection = None

    def _said(self, path: str, form: dict[str, str], *, status: int = 200) -> str:
        answer = self._sent(path, form)
        assert answer.status == status, (path, answer.status, answer.text[-600:])
        return answer.text

    def _sent(self, path: str, form: dict[str, str]) -> Answer:
        self._connection = self._connection or self._way.connected(self._client)
        headers = {
            "Host": self._way.origin.split("//")[1],
            "Origin": self._way.origin,
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
        }
        self._connection.request("POST", path, urlencode(form), headers)
        answer = self._connection.getresponse()
        said = Answer(answer.status, answer.read(), dict(answer.getheaders()))
        for line in answer.headers.get_all("Set-Cookie") or ():
            self._cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
        if answer.will_close:
            self.close()
        return said


def a_form(unit: int) -> dict[str, str]:
    """A head-count as its page sends it."""
    return {
        "kunci": secrets.token_hex(16),
        "lokasi": f"{unit}-1",
        "per_waktu": time.strftime("%Y-%m-%dT%H:%M", time.gmtime(time.time() + 7 * 3600)),
        "kk": "45",
        "jiwa": str(170 + secrets.randbelow(20)),
        "laki": "90",
        "ibu_hamil": "3",
    }


def paired(way: Way, count: int) -> list[Tablet]:
    """So many tablets of one unit."""
    tablets = [Tablet(way, number) for number in range(1, count + 1)]
    tablets[0].found()
    for one in tablets[1:]:
        one.join(tablets[0].offer())
    return tablets
