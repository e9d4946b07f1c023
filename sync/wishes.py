"""What a page asked of this process: to try again at once, to write an export, to let a tablet carry."""

from collections.abc import Mapping
from pathlib import Path

from field_node.store import requests
from field_node.store.requests import Request
from sync.backup.errors import trouble_of_card, trouble_of_stick
from sync.backup.place import Place
from sync.errors import CannotSend
from sync.links.file import Export, export_bundle, write_file
from sync.mule import Mule
from sync.standing import SENTENCES
from sync.unit_end import UnitEnd

SEND, EXPORT = "send", "export"
ON_STICK = "tagana-ekspor"
KEPT = 10


class Wishes:
    """Takes requests from the store and leaves what became of them. `folder`: where exports lie while no stick is there."""

    def __init__(self, folder: Path, stick: Place | None = None) -> None:
        self._folder, self._stick = folder, stick
        self._mule = Mule()

    def grant(self, end: UnitEnd) -> bool:
        """Fulfil what was asked since; True when somebody wants to send now."""
        wants_to_send = False
        self._mule.grant(end)
        while request := self._next(end):
            wants_to_send = wants_to_send or request.kind == SEND
            result, blob = self._fulfilled(end, request)
            requests.done(end.store, request.id, result, at=end.now(), blob=blob)
        return wants_to_send

    def _next(self, end: UnitEnd) -> Request | None:
        asked = (requests.take(end.store, at=end.now(), kind=kind) for kind in (SEND, EXPORT))
        return next((request for request in asked if request), None)

    def _fulfilled(self, end: UnitEnd, request: Request) -> tuple[Mapping[str, object], bytes | None]:
        if request.kind == SEND:
            return {"ok": True}, None
        if stopped := end.stopped():
            return {"ok": False, "problem": SENTENCES.get(stopped, stopped)}, None
        try:
            bundle = export_bundle(end)
        except CannotSend as error:
            return {"ok": False, "problem": SENTENCES.get(error.reason, str(error))}, None
        on_stick = self._stick is not None and self._stick.there()
        try:
            path = self._written(end, bundle, on_stick=on_stick)
        except OSError as error:
            trouble = trouble_of_stick(error) if on_stick else trouble_of_card(error)
            return {"ok": False, "problem": trouble}, None
        told = {"entries": bundle.entries, "positions": bundle.positions, "left": bundle.left}
        size = len(bundle.data)
        return {"ok": True, "file": str(path), "on_stick": on_stick, "bytes": size, **told}, bundle.data

    def _written(self, end: UnitEnd, bundle: Export, *, on_stick: bool) -> Path:
        folder = self._stick.folder / ON_STICK if self._stick and on_stick else self._folder
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"tagana-{end.enrolled.keys.unit}-{end.now()}.tgn"
        write_file(path, bundle.data)
        if not on_stick:
            _drop_old(folder)
        return path


def _drop_old(folder: Path) -> None:
    """Exports on the card are copies of what is here anyway: the newest few are enough."""
    for path in sorted(folder.glob("tagana-*.tgn"), key=lambda one: one.stat().st_mtime)[:-KEPT]:
        path.unlink(missing_ok=True)
