"""A unit with a stick: what the tests of backups share."""

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from field_node import swap
from field_node.config import Config
from field_node.opened import opened_store
from field_node.records.message import Message
from field_node.store import journal
from sync.backup.make import Made, When, make
from sync.backup.place import Place
from sync.backup.restore import restore
from tests.sync.parts import AUnit

OPEN: dict[int, ExitStack] = {}


def shut(unit: AUnit) -> None:
    """Its processes end."""
    OPEN[id(unit)].close()


def with_stick(config: Config, stick: Path) -> Config:
    return replace(config, backup=replace(config.backup, place=f"dir:{stick}"))


def backed_up(unit: AUnit, stick: Path, *, at: int = 0) -> Made:
    when = When(at or unit.end.now(), trusted=True)
    return make(
        with_stick(unit.config, stick), Place(stick, mounted=False), unit.end.enrolled, when, lambda *_: None
    )


def put_back(config: Config, made: Made, **how: object) -> None:
    now = made.facts.made_at + 600
    restore(config, made.path, **{"now": now, **how})  # type: ignore[arg-type]
    assert swap.swap_in(config)


def isi(config: Config) -> list[str]:
    with opened_store(config) as store:
        found = [entry.record for _, entry in journal.since(store, 0, 99)]
    return [str(record.isi) for record in found if isinstance(record, Message)]
