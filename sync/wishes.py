"""What a page asked of this process: to try again at once, to write an export."""

from collections.abc import Mapping
from pathlib import Path

from field_node.store import requests
from field_node.store.requests import Request
from sync.errors import CannotSend
from sync.links.file import export_bundle, write_file
from sync.unit_end import UnitEnd

SEND, EXPORT = "send", "export"


class Wishes:
    """Takes requests from the store and leaves what became of them. `folder`: where exports lie."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def grant(self, end: UnitEnd) -> bool:
        """Fulfil what was asked since; True when somebody wants to send now."""
        wants_to_send = False
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
        try:
            bundle = export_bundle(end)
            path = self._folder / f"tagana-{end.enrolled.keys.unit}-{end.now()}.tgn"
            self._folder.mkdir(parents=True, exist_ok=True)
            write_file(path, bundle.data)
        except (CannotSend, OSError) as error:
            return {"ok": False, "problem": str(error)}, None
        return {"ok": True, "file": str(path), "entries": bundle.entries, "left": bundle.left}, bundle.data
