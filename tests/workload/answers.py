"""Answers to orders, ready phrases and typed notes."""

from collections.abc import Mapping
from random import Random
from typing import Any

from field_node.records.kamus import kamus
from field_node.records.message import Message
from field_node.records.task import TaskAnswer
from tests.workload.laws import Law, Mixed, Weighted, always, flip, spelt
from tests.workload.scene import Scene, spoken

NEXT = {"dibaca": "dikerjakan", "dikerjakan": "selesai"}


def task_answer(scene: Scene, given: TaskAnswer) -> TaskAnswer:
    """How far an order is: read, then at work, then done."""
    before, p = scene.seen.last(TaskAnswer), scene.p
    task = scene.task(None if before is None else before.tugas, given.tugas)
    law: Law = spoken(p["task_state"])
    after = NEXT.get(scene.seen.newest.get(("state", task), ""))
    if after is not None:
        law = Mixed((p["task_goes_on"], always(after)), (1 - p["task_goes_on"], law))
    state = scene.seen.newest["state", task] = scene.of(law, given.status)
    reason = scene.of(scene.words("cannot_reasons"), given.alasan) if state == "tidak_bisa" else None
    found = TaskAnswer(tugas=task, status=state, alasan=reason)
    scene.seen.keep(found)
    return found


def phrase(scene: Scene, given: Message) -> Message:
    """A ready sentence, some far more often than others."""
    codes = tuple(kamus().phrases)
    law = Weighted(codes, [(place + 1) ** -scene.p["phrases"] for place in range(len(codes))])
    told = {"frasa": scene.of(law, given.frasa), "kepada": _to(scene, given)}
    found = Message(**told)
    scene.seen.keep(found)
    return found


def note(scene: Scene, given: Message) -> Message:
    """A typed note; its text costs what the best text model found takes."""
    told: dict[str, Any] = {"isi": scene.of(Text(scene), given.isi), "kepada": _to(scene, given)}
    if scene.of(flip(scene.p["note_place_told"]), given.lokasi is not None):
        before = scene.seen.last(Message, "placed")
        told["lokasi"] = scene.place(None if before is None else before.lokasi, given.lokasi)
    found = Message(**told)
    scene.seen.keep(found, *(("placed",) if found.lokasi is not None else ()))
    return found


def _to(scene: Scene, given: Message) -> int | None:
    p = scene.p
    center, everybody = p["to_center"], p["to_all"]
    weights: Mapping[int | None, float] = {0: center, None: everybody, 3: 1 - center - everybody}
    found: int | None = scene.of(spoken(dict(weights)), given.kepada)
    return found


class Text:
    """The unit's notes one after the other, each once before any comes again."""

    __slots__ = ("_scene",)

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    def sample(self, chance: Random) -> str:
        place = self._scene.seen.newest.get(("notes",), 0)
        self._scene.seen.newest[("notes",)] = place + 1
        mine = self._scene.hidden.notes
        return str(mine[place % len(mine)])

    def p(self, value: Any) -> float:
        return spelt(value)
