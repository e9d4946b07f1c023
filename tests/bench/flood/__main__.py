"""`make flood`: what a save costs eight tablets at once, with and without the flood, through nginx and without it.

`python -m tests.bench.flood [ROUNDS]`: so many saves of each tablet in each of the four cases, one round a second.
"""

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.behind_nginx import NGINX, READY_S, WHY_NOT, Front, Places, in_the_field, pages, served
from tests.bench import stage
from tests.bench.flood.attacker import HALF_OPEN, JUNK_PER_S
from tests.bench.flood.tablet import Tablet, Way, a_form, paired
from tests.bench.rows import Row, machine, percentile, report, shown
from tests.sync.parts import a_center

TABLETS, ROUNDS, EVERY_S, WARM_S = 8, 40, 1.0, 12.0
GOAL_MS, UNIT = 250, 1
REPORT = Path("var/flood.json")


@dataclass(frozen=True, slots=True)
class Secure:
    """Through nginx, over TLS."""

    front: Front

    @property
    def origin(self) -> str:
        return f"https://{self.front.name}:{self.front.https_port}"

    def connected(self, client: str) -> http.client.HTTPConnection:
        return self.front.connected(client)

    def attacker(self) -> list[str]:
        return [str(self.front.https_port), self.front.name, str(self.front.ca)]


@dataclass(frozen=True, slots=True)
class Bare:
    """To waitress itself, without TLS."""

    port: int

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    def connected(self, client: str) -> http.client.HTTPConnection:
        made = http.client.HTTPConnection("localhost", self.port, timeout=READY_S)
        made.sock = socket.create_connection(("127.0.0.1", self.port), READY_S, (client, 0))
        return made

    def attacker(self) -> list[str]:
        return [str(self.port), "localhost"]


@dataclass(frozen=True, slots=True)
class Case:
    """What one case cost. `flood`: what the attacker told of itself."""

    took_ms: list[float]
    failed: int
    flood: str = ""


def saved(tablets: list[Tablet], rounds: int) -> Case:
    """All at once, once a round."""
    took: list[float | None] = []
    together = threading.Barrier(len(tablets))

    def work(one: Tablet) -> None:
        for number in range(rounds):
            together.wait()
            took.append(one.save(partial(a_form, UNIT)))
            if one is tablets[0]:
                time.sleep(max(0.0, began + (number + 1) * EVERY_S - time.monotonic()))

    began = time.monotonic()
    threads = [threading.Thread(target=work, args=(one,)) for one in tablets]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return Case([each for each in took if each is not None], sum(each is None for each in took))


@contextmanager
def flooded(words: list[str]) -> Iterator[list[str]]:
    """The attack while the block runs; what it told is in the list after it."""
    command = [sys.executable, "-m", "tests.bench.flood.attacker", *words]
    attacker, told = subprocess.Popen(command, stdout=subprocess.PIPE, text=True), list[str]()
    try:
        time.sleep(WARM_S)  # until everything that it opens stands open, and the first are let go
        yield told
    finally:
        attacker.terminate()
        told.append(_told(attacker.communicate(timeout=READY_S)[0]))


def _told(said: str) -> str:
    known = json.loads(said)
    while_saving = known["samples"][int(WARM_S / known["every_s"]) :]
    stood = sum(one[0] for one in while_saving) / max(1, len(while_saving))
    asked = while_saving[-1][1] - while_saving[0][1]
    rate = asked / (known["every_s"] * (len(while_saving) - 1))
    return f"{stood:.0f} setengah terbuka, {rate:.0f} permintaan sampah/s (rata-rata), jawaban {known['answers']}"


def both(way: Way, attacker: list[str], rounds: int) -> tuple[Case, Case]:
    """The same tablets of the same unit, first in peace."""
    tablets = paired(way, TABLETS)
    saved(tablets, 3)
    quiet = saved(tablets, rounds)
    with flooded(attacker) as told:
        loud = saved(tablets, rounds)
    for one in tablets:
        one.close()
    return quiet, Case(loud.took_ms, loud.failed, told[0])


def through_nginx(places: Places, rounds: int) -> tuple[Case, Case]:
    with pages(places), served(places) as front:
        way = Secure(front)
        return both(way, way.attacker(), rounds)


def without(places: Places, rounds: int) -> tuple[Case, Case]:
    with places.settings.open("a") as file:
        file.write("[web]\nport = 0\n")
    command = stage.tagana(places.settings, "web")
    with stage.running(command, places.folder, "web") as web:
        way = Bare(int(stage.awaited(lambda: stage.address_in(web), web).rsplit(":", 1)[1]))
        return both(way, way.attacker(), rounds)


def rows(rounds: int) -> list[Row]:
    """p50, p95 and p99 of all four cases."""
    found: list[Row] = []
    for name, measured, goal in (("nginx + TLS", through_nginx, True), ("waitress saja", without, False)):
        with stage.folder() as root, a_center(root / "pusat") as center:
            quiet, loud = measured(in_the_field(root, center), rounds)
        found += _shown(name, quiet, loud, goal=goal)
    return found


def _shown(name: str, quiet: Case, loud: Case, *, goal: bool) -> list[Row]:
    how = f"{TABLETS} tablet berpasangan menyimpan serentak tiap {EVERY_S:g} s; banjir: {loud.flood}"
    made = [Row(f"{name}: gagal, tenang / banjir", loud.failed, "", "tenang", quiet.failed, how=how)]
    for share in (0.5, 0.95, 0.99):
        calm, wild = (percentile(one.took_ms or [float("inf")], share) for one in (quiet, loud))
        last = goal and share == 0.99
        met = wild <= GOAL_MS and loud.failed == 0 if last else None
        label = f"{name}: simpan saat banjir, p{share * 100:.0f}"
        made.append(Row(label, wild, "ms", "tenang", calm, f"<= {GOAL_MS} ms" if last else "", met, how))
    return made


def main() -> int:
    if NGINX is None:
        print(WHY_NOT, file=sys.stderr)
        return 2
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    load = os.getloadavg()[0]
    print(
        f"# {machine()}, {os.cpu_count()} inti; beban sebelum mulai {load:.1f} (di atas 0,5: mesin dipakai bersama)"
    )
    print(
        f"# satu klien: {HALF_OPEN} koneksi setengah terbuka dan {JUNK_PER_S} permintaan sampah/s, di mesin yang sama"
    )
    found = rows(rounds)
    for row in found:
        print(shown(row))
    for how in dict.fromkeys(row.how for row in found):
        print(f"# {how}")
    report(found, REPORT)
    return 1 if any(row.met is False for row in found) else 0


if __name__ == "__main__":
    sys.exit(main())
