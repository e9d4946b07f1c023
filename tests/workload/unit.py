"""What one unit records, in order, and what each entry costs whoever knows only the entries before it in a frame."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from random import Random
from typing import Any

from field_node.records.balance import Balance
from field_node.records.casualties import Casualties
from field_node.records.damage import Damage
from field_node.records.headcount import Headcount
from field_node.records.kinds import TRACK_START, Ref
from field_node.records.kitchen import Kitchen
from field_node.records.message import Message
from field_node.records.movement import Movement
from field_node.records.need import Need
from field_node.records.position import Position
from field_node.records.psychosocial import Psychosocial
from field_node.records.record import Entry, Record, TimeQuality
from field_node.records.site import Site
from field_node.records.task import TaskAnswer
from tests.workload import answers, goods, ground, needs, people, track
from tests.workload.draw import Maker, Pricer
from tests.workload.laws import Law, Mixed, always, flip, geometric, maybe, sized, sticky
from tests.workload.notes import TRAINING, Notes, texts
from tests.workload.parameters import Parameters, Setting, World, of
from tests.workload.scene import Scene, hidden_of, spoken
from tests.workload.seen import Seen

UNIT, INCIDENT = 7, Ref(0, 1)
BEGIN = 1_795_312_800
"""22 November 2026, 02.00 UTC: the clock of the first entries."""
OPERATION_START = BEGIN - 4 * 86_400
FIRST_SEQ = 1
MOST_PAUSE_MIN = 1_400
FORMS_SHARE = 0.65
"""Of all entries the forms' part; notes come out of it."""
WALKS: Mapping[str, tuple[type[Record], Callable[[Scene, Any], Record]]] = {
    "mutasi": (Movement, goods.movement),
    "hitung_pengungsi": (Headcount, people.headcount),
    "saldo": (Balance, goods.balance),
    "kondisi_lokasi": (Site, ground.site),
    "kebutuhan": (Need, needs.need),
    "tugas_jawab": (TaskAnswer, answers.task_answer),
    "dapur_umum": (Kitchen, people.kitchen),
    "korban": (Casualties, people.casualties),
    "kerusakan": (Damage, ground.damage),
    "frasa": (Message, answers.phrase),
    "ldp": (Psychosocial, people.psychosocial),
    "catatan": (Message, answers.note),
}


def entries(
    seed: int,
    setting: Setting | World,
    count: int,
    *,
    unit: int = UNIT,
    notes: float = 0.12,
    texts_from: Notes = TRAINING,
) -> list[Entry]:
    """The first `count` entries of a unit, as its journal holds them: forms and trail in the order of their time.

    notes: the share of typed notes among all entries. The same arguments make the same entries.
    """
    chance = Random(
        f"{seed} {setting.name} {unit}"
    )  # a text as seed: its own stream for each unit and setting
    p = of(setting)
    scene = Scene(Maker(chance), Seen(p, unit), hidden_of(p, chance, texts(texts_from)), BEGIN)
    lines = _Line(scene, FIRST_SEQ, notes), _Line(scene, TRACK_START, notes)
    return list(islice(_merged(*lines), count))


def bits(
    given: Sequence[Entry], setting: Setting | World, *, notes: float = 0.12, before: Sequence[Entry] = ()
) -> list[float]:
    """-log2 p of each entry as a radio copy, given those before it here and in `before`, which whoever reads has.

    Typed words that the matched column does not list, and the texts of notes, are spelt at BITS_A_LETTER: their
    law is not to be known. Not in it: seq and time of the first entry of each number line. Raises Impossible for
    entries that no unit of that setting makes.
    """
    known = [*before, *given]
    draw = Pricer()
    scene = Scene(draw, Seen(of(setting), known[0].unit)) if known else None
    lines: dict[bool, _Line] = {}
    found = []
    for entry in known:
        start, draw.bits = entry.on_track, 0.0
        if scene is None:
            break
        line = lines.setdefault(start, _Line(scene, TRACK_START if start else FIRST_SEQ, notes))
        line.step(entry)
        found.append(draw.bits)
    return found[len(before) :]


def kind_of(entry: Entry) -> str:
    """The family of an entry: the slug of its type, `frasa` for a ready sentence."""
    slug = entry.record.about.slug
    return "frasa" if isinstance(entry.record, Message) and entry.record.frasa is not None else slug


def _merged(forms: "_Line", trail: "_Line") -> Iterator[Entry]:
    """By time: whichever line's next entry is earlier."""
    while True:
        line = forms if forms.ahead() <= trail.ahead() else trail
        yield line.step(None)


class _Line:
    """One number line of a unit: forms or trail."""

    def __init__(self, scene: Scene, origin: int, notes: float) -> None:
        self.scene = scene
        self.origin = origin
        self.on_track = origin == TRACK_START
        self.notes = notes
        self.last: Entry | None = None
        self._ahead: int | None = None

    def ahead(self) -> int:
        """When the next entry will be made; drawn once."""
        if self._ahead is None:
            self._ahead = self._time(None)
        return self._ahead

    def step(self, given: Entry | None) -> Entry:
        """The next entry, or the one given, walked."""
        made_at = self.ahead() if given is None else self._time(given)
        self._ahead = None
        self.scene.made_at = made_at
        found = self._fix(given) if self.on_track else self._form(given)
        self.last = found
        if not self.on_track:
            self.scene.seen.entry = found
        return found

    def _seq(self, given: Entry | None) -> int:
        if self.last is None:
            return self.origin if given is None else given.seq
        if self.on_track:
            return self.last.seq + 1
        p = self.scene.p
        gap = Mixed((1 - p["seq_gap"], always(0)), (p["seq_gap"], geometric(p["seq_gap_mean"], 50, 1)))
        return (
            self.last.seq
            + 1
            + int(self.scene.of(gap, None if given is None else given.seq - self.last.seq - 1))
        )

    def _time(self, given: Entry | None) -> int:
        grid = track.TICK_S if self.on_track else 60
        if self.last is None:
            return BEGIN if given is None else given.made_at
        value = None if given is None else (given.made_at - self.last.made_at) // grid
        if self.on_track:
            return self.last.made_at + grid * track.ticks_on(self.scene, value)
        return self.last.made_at + grid * int(self.scene.of(_pause(self.scene.p), value))

    def _fix(self, given: Entry | None) -> Entry:
        seq = self._seq(given)
        incident = self._incident(given)
        record = track.position(self.scene, Position() if given is None else given.record)  # type: ignore[arg-type]
        return Entry(
            self.scene.seen.unit, seq, self.scene.made_at, TimeQuality.GPS, record, incident, complete=False
        )

    def _form(self, given: Entry | None) -> Entry:
        scene, p = self.scene, self.scene.p
        seq = self._seq(given)
        name = scene.of(
            _forms(p, self.notes, None if self.last is None else kind_of(self.last)),
            None if given is None else kind_of(given),
        )
        quality = scene.again(
            ("quality",),
            p["quality_again"],
            spoken(p["quality"]),
            None if given is None else int(given.quality),
        )
        incident = self._incident(given)
        person = scene.again(
            ("author",), p["person_again"], Person(p["persons"]), None if given is None else given.author
        )
        corrects, reason = self._corrected(given, WALKS[name][0], seq)
        kind, walk = WALKS[name]
        record = walk(scene, kind() if given is None else given.record)
        scene.seen.newest["seq", kind] = seq
        return Entry(
            scene.seen.unit,
            seq,
            scene.made_at,
            TimeQuality(quality),
            record,
            incident,
            person,
            corrects,
            reason,
        )

    def _incident(self, given: Entry | None) -> Ref | None:
        p = self.scene.p
        law = maybe(p["incident_lacks"], always(INCIDENT))
        found: Ref | None = self.scene.again(
            ("incident", self.on_track), p["incident_again"], law, None if given is None else given.incident
        )
        return found

    def _corrected(self, given: Entry | None, kind: type[Record], seq: int) -> tuple[Ref | None, str | None]:
        """The entry that this one stands for: the last of its type."""
        scene, p = self.scene, self.scene.p
        before = scene.seen.newest.get(("seq", kind))
        said = None if given is None else given.corrects
        if given is None and before is None:
            return None, None
        if not scene.of(flip(p["corrected"]), said is not None):
            return None, None
        free = geometric(p["corrected_back_mean"], 5_000, 1)
        law: Law = free if before is None else always(seq - before)
        back = scene.of(law, None if said is None else seq - said.seq)
        reasons = maybe(p["reason_lacks"], scene.words("correction_reasons"))
        return Ref(scene.seen.unit, seq - back), scene.of(reasons, None if given is None else given.reason)


class Person:
    """One of the people who use the unit's tablet."""

    __slots__ = ("_count",)

    def __init__(self, count: int) -> None:
        self._count = count

    def sample(self, chance: Random) -> int:
        return chance.randrange(1, self._count + 1)

    def p(self, value: Any) -> float:
        return 1 / self._count if 1 <= value <= self._count else 0.0


def _pause(p: Parameters) -> Law:
    """Minutes between two forms: none, a few, or until the next place."""
    short = 1 - p["pause_none"] - p["pause_long"]
    return Mixed(
        (p["pause_none"], always(0)),
        (short, geometric(p["pause_short_mean"], 60)),
        (p["pause_long"], sized(p["pause_long_median"], p["pause_long_spread"], MOST_PAUSE_MIN)),
    )


def _forms(p: Parameters, notes: float, before: str | None) -> Law:
    """Which form: often the same again, except notes, which stand alone."""
    share = notes / FORMS_SHARE
    fresh: Law = spoken(p["mix"])
    if before is not None and before != "catatan":
        fresh = sticky(before, p["form_again"], fresh)
    return Mixed((share, always("catatan")), (1 - share, fresh)) if share else fresh
