"""A record in a trained context: whether a paper goes on, which fields are there, then field by field."""

from collections.abc import Sequence
from operator import is_
from typing import Any, NamedTuple

from field_node.records.record import Entry, Field, Record
from sync.codec.coder import Coder
from sync.codec.envelope import getter
from sync.codec.fitted import fitted
from sync.codec.here import Fitted, Frame, Here, Last
from sync.codec.lines import Lines
from sync.codec.model import Model
from sync.codec.presence import Newer, Presence
from sync.codec.since import fields_in
from sync.codec.spot import Spot, shared_of
from sync.codec.table import Table

Values = Sequence[Any]
MOST_SAID = 2_000
"""So many patterns of fields are kept ready for the next record."""


class Steps(NamedTuple):
    """Of one type: the table of the type after it, of what is unusual about it, of its time after another type and after its own."""

    next: Table
    usual: Table
    times: tuple[Table, Table]


class Taught:
    """What travels of a type under a model, in a full or a radio copy."""

    def __init__(
        self, record_type: type[Record], number: int, full: bool, about: tuple[Model, int, Steps]
    ) -> None:
        """about: the model, the number of the context, what the type takes of the envelope's tables."""
        model, context, self.steps = about
        known = fields_in(record_type, context)
        sent = [one for one in known if full or one.radio]
        places = {one.name: place for place, one in enumerate(sent)}
        spots = [Spot(record_type.about.slug, one, places, model) for one in sent]
        self.record_type, self.number = record_type, number
        self.withholds = len(sent) < len(known)
        self.step_s, self.on_track = record_type.about.resolution_s, record_type.about.track
        self.nothing: Values = (None,) * len(sent)
        self.is_silent = not full and not sent
        self._hidden = getter([one.name for one in known if one.name not in places])
        self.values_of = getter(tuple(places))
        self._names = tuple(places)
        self._walks: tuple[Fitted, ...] = tuple(fitted(spot) for spot in spots)
        self._shared = tuple((one.place, *shared) for one in spots if (shared := shared_of(one)) is not None)
        self._shape(sent, places, model)

    def _shape(self, sent: Sequence[Field], places: dict[str, int], model: Model) -> None:
        slug = self.record_type.about.slug
        learnt = model.fact("since", 0)
        optional = sorted([one for one in sent if not one.required], key=lambda one: one.since > learnt)
        known = [one for one in optional if one.since <= learnt]
        bits = {one.name: 1 << at for at, one in enumerate(optional)}
        keys = [name for name in model.fact(f"key {slug}", []) if name in places]
        order: list[str] = model.fact(f"order {slug}", [])
        later = sorted(optional, key=lambda one: order.index(one.name) if one.name in order else len(order))
        walks = self._walks
        required = [places[one.name] for one in sent if one.required and one.name not in keys]
        self._keys = tuple((places[name], walks[places[name]]) for name in keys)
        self._first = tuple((place, walks[place]) for place in required)
        self._optional = tuple((bits[one.name], places[one.name]) for one in optional)
        self._later = tuple((bits[one.name], places[one.name]) for one in later)
        self._presence = Presence(slug, known, places.get("barang"), model)
        self._learnt = (1 << len(known)) - 1
        self._newer = Newer(len(known), len(optional) - len(known)) if len(optional) > len(known) else None
        self._lines = Lines.of(slug, sent, bits, model)
        self._variant = _variants(self.record_type, places)
        self._orders: dict[int, Sequence[tuple[int, Fitted]]] = {}
        self._patterns: dict[tuple[bool, ...], int] = {}

    def lacks(self, entry: Entry) -> bool:
        """Whether fields are withheld from this copy, or were from the one that came here."""
        return not entry.complete or any([value is not None for value in self._hidden(entry.record)])

    def record_of(self, values: Values) -> Record:
        return self.record_type(**dict(zip(self._names, values, strict=True)))

    def walk(self, coder: Coder, given: Values, frame: Frame, about: tuple[int, bool]) -> Values:
        """The values by place. about: the entry's time, and whether the entry before is of this type."""
        here = Here(frame, about[0], self.nothing, frame.last.get(self.number))
        lines, values = self._lines, here.values
        settled = lines.walk(coder, given, here, about[1]) if lines is not None else 0
        key = self._key(coder, given, here) if self._keys else None
        for place, walk in self._first:
            if not settled or values[place] is None:
                values[place] = walk(coder, given[place], here)
        bits = self._there(coder, given, here, settled)
        if self._newer is not None:
            bits |= self._newer_there(self._newer, coder, given, here)
        following = self._orders.get(bits & ~settled)
        for place, walk in self._following(bits & ~settled) if following is None else following:
            values[place] = walk(coder, given[place], here)
        if coder.reads:
            if lines is not None and not settled:
                lines.demand_new(here)
        elif values != list(given):
            raise ValueError("a value that its kind may not hold")
        self._keep(here, key, Last(tuple(values), bits, bits))
        return values

    def _key(self, coder: Coder, given: Values, here: Here) -> tuple[Any, ...]:
        """What the record is about."""
        values = here.values
        for place, walk in self._keys:
            if values[place] is None:
                values[place] = walk(coder, given[place], here)
        key = (self.number, *[values[place] for place, _ in self._keys])
        here.under = found = here.frame.under.get(key)
        if found is not None:
            here.kept = found.values
        return key

    def _following(self, bits: int) -> Sequence[tuple[int, Fitted]]:
        """Places and walks of those optional fields, in the order in which they are said."""
        if len(self._orders) >= MOST_SAID:
            self._orders.clear()
        walks = self._walks
        found = self._orders[bits] = tuple((place, walks[place]) for bit, place in self._later if bits & bit)
        return found

    def _there(self, coder: Coder, given: Values, here: Here, settled: int) -> int:
        """The bits of the optional fields that are there, of those for which something was learnt."""
        if not self._learnt:
            return 0
        variant, known, how = 0, here.under, 2
        if self._variant is not None:
            variant = self._variant[1].get(here.values[self._variant[0]], 0)
            known = here.frame.under.get((self.number, "of", variant)) if variant else known
        if settled or (known is None and not variant):
            how, known = 1, here.before_it
        there = 0 if coder.reads else self._bits(given) & self._learnt
        sort = self._presence.sort(here)
        if known is None:
            return self._presence.walk(coder, there, 0, (0, settled, variant, sort))
        return self._presence.walk(coder, there, how, (known.optional & self._learnt, settled, variant, sort))

    def _newer_there(self, newer: Newer, coder: Coder, given: Values, here: Here) -> int:
        """The bits of those for which nothing was."""
        last = here.before_it
        return newer.walk(
            coder, 0 if coder.reads else self._bits(given), None if last is None else last.optional
        )

    def _bits(self, given: Values) -> int:
        """The bits of the optional fields that are there."""
        which = tuple(map(is_, given, self.nothing))
        found = self._patterns.get(which)
        if found is None:
            if len(self._patterns) >= MOST_SAID:
                self._patterns.clear()
            found = sum([bit for bit, place in self._optional if given[place] is not None])
            self._patterns[which] = found
        return found

    def _keep(self, here: Here, key: tuple[Any, ...] | None, last: Last) -> None:
        frame, values = here.frame, last.values
        frame.last[self.number] = last
        if self._variant is not None:
            frame.under[self.number, "of", self._variant[1].get(values[self._variant[0]], 0)] = last
        if key is not None:
            frame.under[key] = last if here.under is None else _merged(last, here.under)
        for place, space, by in self._shared:
            if values[place] is not None and values[by] is not None:
                frame.shared[space, values[by]] = values[place]


def _merged(last: Last, older: Last) -> Last:
    """The newest, and what only older ones told."""
    if not older.told & ~last.optional:
        return last
    both = zip(last.values, older.values, strict=True)
    values = tuple([old if value is None else value for value, old in both])
    return Last(values, last.optional, last.optional | older.told)


def _variants(record_type: type[Record], places: dict[str, int]) -> tuple[int, dict[str, int]] | None:
    """The place of the choice that a form depends on, and a number from 1 for each of its codes."""
    variants = record_type.about.variants
    if variants is None or variants.by not in places:
        return None
    return places[variants.by], {code: number for number, code in enumerate(variants.shows, 1)}
