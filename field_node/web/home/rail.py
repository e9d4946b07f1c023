"""The rail in reach of a thumb on every page: the few places that everybody needs, and SOS."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import request

from field_node.web.said.language import _

ASKING = ("tugas", "peringatan")
"""Icons of the stops that count what waits for an answer."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One place. `many`: what waits for an answer there."""

    address: str
    icon: str
    label: str
    here: bool = False
    many: int = 0

    @property
    def counts(self) -> bool:
        return self.icon in ASKING


def rail(page: Any) -> list[Stop]:
    """The stops of a page; one that was kept on the tablet leads only where the tablet can go alone."""
    return list(_alone() if getattr(page, "shell", False) else _near(page))


def _near(page: Any) -> Iterator[Stop]:
    yield _stop("/", "beranda", _("Beranda"))
    yield _stop("/tugas", "tugas", _("Tugas"), page.asks.tasks)
    yield _stop("/sos", "sos", "SOS")
    yield _stop("/peringatan", "peringatan", _("Peringatan"), page.asks.warnings)
    yield _stop("/peta", "peta", _("Peta"))


def _alone() -> Iterator[Stop]:
    yield _stop("/tablet", "simpanan", _("Di tablet"))
    yield _stop("/sos", "sos", "SOS")
    yield _stop("/peta", "peta", _("Peta"))


def _stop(address: str, icon: str, label: str, many: int = 0) -> Stop:
    inside = request.path == address or (address != "/" and request.path.startswith(f"{address}/"))
    return Stop(address, icon, label, here=inside, many=many)
