"""Units with their real pages, store and sync, stepped by the test: what every journey is made on."""

import random
import re
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from field_node.clock import UnitClock, boot_id
from field_node.config import Config, defaults
from field_node.records.kinds import Person, Ref
from field_node.records.record import Entry, Record, fields
from field_node.store import journal, outbox
from field_node.store.boots import StoreBoots
from field_node.store.connection import Store
from field_node.store.requests import ask
from field_node.web.app import create_app
from field_node.web.desk import Desk
from field_node.web.fields.forms import typed
from field_node.web.opening import opened_desk
from sync import enrolment
from sync.center.enrolment import enroll
from sync.center.scope import ALL, Scope
from sync.ledger import Ledger
from sync.links.errand import Lane
from sync.links.internet import Internet
from sync.unit_end import UnitEnd
from sync.uplink import Uplink, World, linked
from sync.wishes import SEND, Wishes
from tests.journeys.pusat import Pusat
from tests.sync.patient import Patient

KEY = re.compile(r'name="kunci" value="([^"]+)"')
PROBLEM = re.compile(r'<li>(?:<a href="#f-[^>]*>)?([^<]+)<')
MOST_ROUNDS = 400
_OPENED = count()
"""Each start of a process draws its own chance: keys of forms never come again."""


@dataclass
class Hand:
    """A machine's clock in the hand of a test. `wall` None: the machine's own."""

    wall: float | None = None
    uptime: float = 100.0

    def go(self, seconds: float) -> None:
        self.uptime += seconds
        if self.wall is not None:
            self.wall += seconds


@dataclass
class FieldUnit:
    """An enrolled unit: its pages, its store and its sync, stepped by the test."""

    config: Config
    desk: Desk
    client: FlaskClient
    uplink: Patient
    link: Internet
    end: UnitEnd
    hand: Hand

    @property
    def number(self) -> int:
        return self.end.enrolled.keys.unit

    @property
    def store(self) -> Store:
        return self.end.store

    def post(self, record: Record, *, kunci: str = "", **also: str) -> Ref:
        """Fills in the form of the record as a volunteer does, and saves it."""
        slug = record.about.slug
        form = {**form_of(self.desk, record), **{name: [text] for name, text in also.items()}}
        answer = self.client.post(f"/catat/{slug}", data={**form, "kunci": kunci or self.key_of(slug)})
        assert answer.status_code == 303, problems(answer.text)
        place, name = answer.headers["Location"].partition("?")[0].split("/")[1:3]
        return Ref.parse(name) if place == "entri" else self.newest(type(record))

    def newest(self, record_type: type[Record]) -> Ref:
        """The entry of that type that was kept last: an answer is shown on the page of what it answers."""
        ((_, entry),) = journal.entries(self.store, record_type, limit=1)
        return entry.ref

    def key_of(self, slug: str) -> str:
        """The key in a form that was just opened."""
        found = KEY.search(self.client.get(f"/catat/{slug}").text)
        assert found, slug
        return found[1]

    def add(self, record: Record) -> Entry:
        """What another process of the unit records."""
        return journal.append(self.store, record, stamp=self.desk.clock.stamp())

    def page(self, ref: Ref) -> str:
        answer = self.client.get(f"/entri/{ref}")
        assert answer.status_code == 200
        return answer.text

    def state(self, ref: Ref) -> str:
        return outbox.state(self.store, [ref])[ref].word

    def counts(self) -> outbox.Counts:
        return outbox.counts(self.store)

    def step(self, times: int = 1) -> None:
        """Steps of `tagana sync`; rests pass at once."""
        for _ in range(times):
            self.hand.go(self.uplink.step())

    def sync(self, pusat: Pusat) -> None:
        """Until nothing waits here and all that the center said is here."""
        ask(self.store, SEND, {}, at=self.end.now())
        for _ in range(MOST_ROUNDS):
            self.step()
            if not self.counts().waiting and self.center_upto() > pusat.newest_issued():
                return
        raise AssertionError(f"{self.counts()} after {MOST_ROUNDS} steps")

    def center_upto(self) -> int:
        return Ledger(self.store, self.number).center_upto(1, complete=True)

    def own(self) -> list[Entry]:
        """This unit's entries in order of arrival, each as it came last."""
        found = (entry for _, entry in journal.since(self.store, 0, 1 << 20))
        return list({entry.ref: entry for entry in found if entry.unit == self.number}.values())


def form_of(desk: Desk, record: Record) -> dict[str, Any]:
    """The form that gives this record; what would be sealed is typed as a name."""
    names = [one.name for one in fields(type(record)) if isinstance(one.kind, Person)]
    return {
        **typed(record, desk.reading()),
        **{name: ["Siti"] for name in names if getattr(record, name) is not None},
    }


def enrolled(
    pusat: Pusat, blank: Path, folder: Path, name: str = "Gladi", *, within: Scope = ALL, center: str = ""
) -> Config:
    """The settings of a device that became a unit by its enrolment file. `blank`: a device as setup leaves it."""
    shutil.copytree(blank, folder)
    file = enroll(
        pusat.center, name, address=center or pusat.address, now=int(time.time()), within=within
    ).to_json()
    config = config_of(folder)
    enrolment.enroll(config, file, replace_other=False)
    return config


def config_of(folder: Path, **more: Mapping[str, object]) -> Config:
    return defaults(data_dir=folder, runtime_dir=folder / "run", secrets_dir=folder / "secrets", **more)


@contextmanager
def at_work(config: Config, hand: Hand | None = None, *, trusts: bool = True) -> Iterator[FieldUnit]:
    """The unit with its processes running in the hand of the test. `trusts` False: nothing keeps its clock right."""
    hand = hand or Hand()
    chance = random.Random(f"{config.data_dir.name} {next(_OPENED)}")
    with opened_desk(config, chance=chance.randbytes) as opened, ExitStack() as stack:
        clock = opened.clock if hand.wall is None else _clock(opened.door.writer, hand, trusts)
        desk = replace(opened, clock=clock)
        end = UnitEnd(
            desk.door.writer,
            clock,
            secrets_dir=config.secrets_dir,
            enrolled=enrolment.read(config.secrets_dir),
        )
        link = linked(end, config)
        stack.callback(link.close)
        world = World(monotonic=lambda: hand.uptime, chance=chance.uniform)
        wishes = Wishes(config.data_dir / "ekspor")
        uplink = Patient(Uplink(end, [Lane(link)], parked=None, every_s=0.0, world=world, wishes=wishes))
        client = create_app(desk, allowed_hosts=("localhost", "127.0.0.1")).test_client()
        client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        yield FieldUnit(config, desk, client, uplink, link, end, hand)


def _clock(store: Store, hand: Hand, trusts: bool) -> UnitClock:
    return UnitClock(
        StoreBoots(store, boot_id()),
        believes_machine=trusts,
        wall=lambda: hand.wall or 0.0,
        uptime=lambda: hand.uptime,
        synchronised=lambda: trusts,
        has_rtc=lambda: True,
    )


def problems(page: str) -> list[str]:
    """What a page says is wrong."""
    return PROBLEM.findall(page) or [page]


def names(lines: Sequence[Mapping[str, Any]]) -> list[tuple[int, int]]:
    """(unit, seq) of each line of the feed, in its order."""
    return [(line["unit"], line["seq"]) for line in lines]
