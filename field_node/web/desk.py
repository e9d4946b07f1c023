"""What the pages ask of the unit: records in and out, states, names, time."""

import base64
import hmac
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, cast

import msgspec
from flask import current_app, g

from field_node.clock import UnitClock
from field_node.records.correction import Void
from field_node.records.kinds import InvalidValue, Ref
from field_node.records.notice import Goods, On, Since, Span
from field_node.records.picture import PRIVATE_WORDS
from field_node.records.record import Entry, InvalidRecord, Notice, Record, examined, fields
from field_node.sealed_box import KEY_SIZE, seal_box
from field_node.sections import Info, Stok
from field_node.store import imports, journal, outbox, requests, status, views
from field_node.store.boots import GRID_S
from field_node.store.connection import Store
from field_node.store.errors import StoreError
from field_node.store.identity import own_unit
from field_node.store.journal import FormKey
from field_node.store.known import KnownNow, known_now
from field_node.store.true_times import TrueTimes
from field_node.store.verdicts import verdicts
from field_node.web.door import Door
from field_node.web.fields.forms import Reading
from field_node.web.said import marks, numbers, texts, times
from field_node.web.said.language import _
from field_node.web.said.marks import Mark
from field_node.web.said.naming import Naming
from field_node.web.said.shown import MISSING, amount, sealed, summary
from field_node.web.said.times import Zone
from field_node.web.saved_card import Signer


class Saved(NamedTuple):
    """What was kept, and what was odd about it."""

    entry: Entry
    notices: tuple[Notice, ...]


@dataclass(frozen=True)
class Desk:
    """The unit behind one request. `chance(n)`: n unpredictable bytes. `enrolled`: what the enrolment file says.

    `author`: number of the person who is signed in, 0 while nobody has to.
    """

    door: Door
    clock: UnitClock
    zone: Zone
    signer: Signer
    chance: Callable[[int], bytes]
    data_dir: Path
    enrolled: Callable[[], Mapping[str, Any]]
    author: int = 0
    info: Info = field(default_factory=Info)
    stok: Stok = field(default_factory=Stok)

    # ---- who and when

    @property
    def store(self) -> Store:
        """This thread's reader."""
        return self.door.reader

    @cached_property
    def unit(self) -> int | None:
        """The number of this unit, None before it was enrolled."""
        return own_unit(self.store)

    @cached_property
    def names(self) -> Naming:
        """What things are called, and what may be chosen."""
        return Naming(self.store, self.zone, self.made)

    @cached_property
    def now(self) -> int:
        """UTC seconds, the unit's best knowledge."""
        try:
            return self.clock.stamp().made_at
        except StoreError:  # a clock that cannot keep what it learnt still shows pages
            return int(self.clock.wall())

    def age(self, utc_s: int | None) -> str:
        """How long ago, in words."""
        return self.zone.age(utc_s, self.now)

    @cached_property
    def _times(self) -> TrueTimes:
        return TrueTimes(self.store)

    def made(self, entry: Entry) -> int:
        """When it was made by what is known by now, UTC seconds: pages show no `made_at`, it may be of a wrong clock."""
        return self._times.made(entry)

    def made_surely(self, entry: Entry) -> bool:
        """True when the clock was right by which it was made, or its time was put right since."""
        return self._times.is_sure(entry)

    def age_of(self, entry: Entry | None) -> str:
        """How long ago it was made, in words; None = never."""
        return self.age(self.made(entry) if entry else None)

    def on_its_way(self, entry: Entry, at: int | None) -> int | None:
        """That instant of its way; None for one by a clock that was put right since: before it was made, or after now."""
        can_be = at is not None and self.made(entry) - GRID_S <= at <= self.now + GRID_S
        return at if can_be else None

    def unit_name(self) -> str:
        """The name of this unit as it was enrolled."""
        own = self.unit
        return (
            _("Unit belum terdaftar")
            if own is None
            else str(self.enrolled().get("name") or self.names.unit(own))
        )

    # ---- records in

    def new_key(self) -> str:
        """A key for one form: the same form sent twice is one record."""
        return self.chance(16).hex()

    def reading(self) -> Reading:
        """What reading a form needs."""
        return Reading(self.zone, self._seal, self._skala)

    def sealable(self) -> bool:
        """True when the center's key for personal data is here."""
        return len(self._center_key()) == KEY_SIZE

    def _center_key(self) -> bytes:
        return base64.b64decode(str(self.enrolled().get("box_public", "")))

    def _seal(self, text: str) -> bytes:
        """The text for the center alone. Raises InvalidValue while its key is not here."""
        if not self.sealable():
            raise InvalidValue("data_orang_belum_disegel")
        return seal_box(self._center_key(), text.encode(), self.chance(KEY_SIZE))

    def _skala(self, number: int) -> int:
        goods = self.names.goods(number)
        return goods.scale if goods else 0

    def save(
        self, record: Record, *, form: FormKey, incident: Ref | None, sure: bool = True, **envelope: Any
    ) -> Saved:
        """Keeps the record; durable when this returns. A key seen before gives its first entry again.

        `envelope`: corrects, reason. Not `sure`: numbers of persons in free texts refuse it. Raises InvalidRecord, StoreError; nothing was kept then.
        """
        if known := journal.of_form(self.store, form):
            return Saved(known[0], ())
        kept, notices = examined(record, self.known(incident, envelope.get("corrects")))
        if not sure and any(one.code in PRIVATE_WORDS for one in notices):
            raise InvalidRecord(tuple(replace(one, blocks=one.code in PRIVATE_WORDS) for one in notices))
        stamp = self.clock.stamp()
        said = {"author": self.author, **envelope}
        entry = journal.append(self.door.writer, kept, stamp=stamp, incident=incident, form=form, **said)
        return Saved(entry, notices)

    def known(self, incident: Ref | None, corrects: Ref | None = None) -> KnownNow:
        """The picture that a record of this kejadian is held against."""
        return known_now(self.store, self.clock, incident, corrects, siaga=self.stok.siaga_opens_gate)

    def void(self, ref: Ref, reason: str, *, kunci: str) -> Saved:
        """Takes an entry out of force."""
        form = self.form_key(kunci, {"entri": [str(ref)], "alasan": [reason]})
        return self.save(Void(entri=ref, alasan=reason.strip() or None), form=form, incident=None)  # type: ignore[arg-type]

    def form_key(self, kunci: str, typed: Mapping[str, list[str]]) -> FormKey:
        """The key of a form with a keyed proof of what was typed: names of persons cannot be guessed from it.

        No form has the key of an import, whoever says so.
        """
        said = msgspec.json.encode(sorted(typed.items()))
        own = f"-{kunci}" if kunci.startswith((imports.KEPT, imports.UNDONE)) else kunci
        return FormKey(own, hmac.digest(self.store.locker.chain_key, said, "sha256")[:16])

    # ---- records out

    def entry(self, ref: Ref) -> Entry | None:
        """The entry, its completest copy."""
        return journal.entry(self.store, ref)

    def stands(self, ref: Ref) -> bool:
        """False once a correction or a void named it."""
        return views.in_force(self.store, ref)

    def page(self, record_type: type[Record], before: int | None, limit: int) -> list[tuple[int, Entry]]:
        """Entries of a type with their positions, newest arrival first."""
        return journal.entries(self.store, record_type, before=before, limit=limit)

    def summary(self, entry: Entry) -> str:
        """One line about an entry."""
        told = summary(entry.record, self.zone, self.names)
        return (
            _("%(told)s · nomor %(ref)s") % {"told": told, "ref": entry.ref} if sealed(entry.record) else told
        )

    def sentence(self, notice: Notice) -> str:
        """The sentence of a notice, its numbers as people read them."""
        return texts.sentence(notice.code, {name: self._told(value) for name, value in notice.values})

    def _told(self, value: object) -> object:
        if isinstance(value, Goods):
            return amount(value.amount, self.names.goods(value.item))
        if isinstance(value, Span):
            return times.distance(value.seconds)
        if isinstance(value, Since):
            return self.age(value.at)
        if isinstance(value, On):
            return times.day_shown(value.day)
        if value is None:
            return _(MISSING)
        return numbers.shown(value) if type(value) is int else value

    def remark(self, record_type: type[Record], notice: Notice) -> str:
        """The sentence with the field that it speaks of, where it stands far from it."""
        label = {one.name: one.label for one in fields(record_type)}.get(notice.field)
        return f"{label}: {self.sentence(notice)}" if label else self.sentence(notice)

    def marks(self, entries: Iterable[Entry]) -> dict[Ref, Mark]:
        """The one honest state of each entry."""
        own, now, by_ref = self.unit, self.now, {entry.ref: entry for entry in entries}
        refs = [*by_ref]
        states = outbox.state(self.store, [ref for ref in refs if ref.unit == own])
        told = {
            ref: marks.mark(state.word, self.on_its_way(by_ref[ref], state.at), self.zone, now)
            for ref, state in states.items()
        }
        found = {ref: told.get(ref) or marks.foreign(ref, own) for ref in refs}
        for ref, verdict in verdicts(self.store, refs).items():
            word = states[ref].word if ref in states else ""
            found[ref] = marks.judged(word, found[ref], verdict, marks.moment(verdict.at, self.zone, now))
        return found

    # ---- delivery, status, requests

    def counts(self) -> outbox.Counts:
        """How much waits."""
        return outbox.counts(self.store)

    def waiting(self, limit: int) -> list[Entry]:
        """What the center has not confirmed, in the order in which it goes."""
        return outbox.entries_of(self.store, [one.seq for one in outbox.pending(self.store, limit)])

    def status(self, name: str) -> dict[str, Any] | None:
        """What a background process said last, with its time as `at`; None when it never spoke."""
        said = status.read(self.store, name)
        return {**said.body, "at": said.at} if said else None

    def ask(self, kind: str) -> None:
        """Asks another process to do something."""
        requests.ask(self.door.writer, kind, {}, at=self.now)

    def jobs(self, kind: str) -> list[requests.Request]:
        """The last requests of a kind, newest first."""
        rows = self.store.run("SELECT id FROM request WHERE kind = ? ORDER BY id DESC LIMIT 10", (kind,))
        return [found for row in rows if (found := requests.answer(self.store, row[0]))]

    def room(self) -> tuple[int, int]:
        """Free and total bytes where the data lie."""
        usage = shutil.disk_usage(self.data_dir)
        return usage.free, usage.total


def here() -> Desk:
    """The desk of this request: what it looked up once stays the same until the answer."""
    if "desk" not in g:
        g.desk = replace(current_app.extensions["desk"])
    return cast("Desk", g.desk)
