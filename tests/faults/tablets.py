"""Tablets that save one record after another and remember, outside the unit's disk, what was answered "saved"."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlencode, urlsplit

from field_node.records.kinds import Ref

PAUSE_S = 0.05
MOST_TRIES = 2_000
TIMEOUT_S = 10.0
HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}


class Tablets:
    """`saved`: key of the form -> the name in the answer. A form without an answer is sent again until it has one."""

    def __init__(self, address: str) -> None:
        self._host = urlsplit(address).netloc
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self.saved: dict[str, Ref] = {}
        self.refused: list[str] = []

    def start(self, count: int) -> None:
        for number in range(count):
            thread = threading.Thread(target=self._save_on, args=(number,), name=f"tablet {number}")
            thread.start()
            self._threads.append(thread)

    def stop(self, *, within_s: float) -> None:
        """Each one ends after the answer to its running form."""
        self._stop.set()
        for thread in self._threads:
            thread.join(within_s)
            assert not thread.is_alive(), f"{thread.name} has no answer"

    def send_now(self) -> None:
        """The button "Kirim sekarang"; nothing when nobody answers."""
        with closing(self._connection()) as connection:
            try:
                connection.request("POST", "/antrean/kirim", "", HEADERS)
                connection.getresponse().read()
            except (OSError, http.client.HTTPException):
                return

    def _save_on(self, tablet: int) -> None:
        number = 0
        while not self._stop.is_set():
            number += 1
            self._save(f"t{tablet}-{number}", "catatan" if number % 3 else "tugas")

    def _save(self, key: str, slug: str) -> None:
        """Until it was answered, also when it was told to stop meanwhile."""
        pause = threading.Event()
        for _ in range(MOST_TRIES):
            if self._answered(key, slug):
                return
            pause.wait(PAUSE_S)

    def _answered(self, key: str, slug: str) -> bool:
        body = urlencode({"isi": key, "kunci": key})
        with closing(self._connection()) as connection:
            try:
                connection.request("POST", f"/catat/{slug}", body, HEADERS)
                answer = connection.getresponse()
                text = answer.read().decode()
            except (OSError, http.client.HTTPException):
                return False
        if answer.status == 303:
            self.saved[key] = Ref.parse(urlsplit(answer.headers["Location"]).path.rsplit("/", 1)[1])
        elif answer.status < 500:
            self.refused.append(f"{key}: {answer.status} {text[:300]}")
        return answer.status < 500

    def _connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self._host, timeout=TIMEOUT_S)


@contextmanager
def tablets(address: str, count: int) -> Iterator[Tablets]:
    """At work while the block runs."""
    made = Tablets(address)
    made.start(count)
    try:
        yield made
    finally:
        made.stop(within_s=60)
