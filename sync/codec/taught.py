"""A record in a trained context: whether a paper goes on, which fields are there, then field by field."""

from collections.abc import Sequence
from typing import Any

from field_node.records.record import Entry, Field, Record, fields
from sync.codec.coder import Coder
from sync.codec.envelope import getter
from sync.codec.fitted import fitted
from sync.codec.here import Fitted, Frame, Here, Last
from sync.codec.lines import Lines
from sync.codec.model import Model
from sync.codec.presence import Presence
from sync.codec.spot import Spot, shared_of

Values = Sequence[Any]


class Taught:
    """What travels of a type under a model, in a full or a radio copy."""

    def __init__(self, record_type: type[Record], number: int, full: bool, model: Model) -> None:
        sent = [one for one in fields(record_type) if full or one.radio]
        places = {one.name: place for place, one in enumerate(sent)}
        spots = [Spot(record_type.about.slug, one, places, model) for one in sent]
        self.record_type, self.number = record_type, number
        self.withholds = len(sent) < len(fields(record_type))
        self.step_s, self.on_track = record_type.about.resolution_s, record_type.about.track
        self.nothing: Values = (None,) * len(sent)
        self.is_silent = not full and not sent
        self._hidden = getter([one.name for one in fields(record_type) if one.name not in places])
        self.values_of = getter(tuple(places))
        self._names = tuple(places)
        self._walks: tuple[Fitted, ...] = tuple(fitted(spot) for spot in spots)
        self._shared = tuple((one.place, *shared) for one in spots if (shared := shared_of(one)) is not None)
        self._shape(sent, places, model)

    def _shape(self, sent: Sequence[Field], places: dict[str, int], model: Model) -> None:
        slug = self.record_type.about.slug
        optional = [one for one in sent if not one.required]
        bits = {one.name: 1 << at for at, one in enumerate(optional)}
        keys = [name for name in model.fact(f"key {slug}", []) if name in places]
        order: list[str] = model.fact(f"order {slug}", [])
        later = sorted(optional, key=lambda one: order.index(one.name) if one.name in order else len(order))
        self._keys = tuple(places[name] for name in keys)
        self._first = tuple(places[one.name] for one in sent if one.required and one.name not in keys)
        self._optional = tuple((bits[one.name], places[one.name]) for one in optional)
        self._later = tuple((bits[one.name], places[one.name]) for one in later)
        self._presence = Presence(slug, optional, places.get("barang"), model)
        self._lines = Lines.of(slug, sent, bits, model)
        self._variant = _variants(self.record_type, places)

    def lacks(self, entry: Entry) -> bool:
        """Whether fields are withheld from this copy, or were from the one that came here."""
        return not entry.complete or any([value is not None for value in self._hidden(entry.record)])

    def record_of(self, values: Values) -> Record:
        return self.record_type(**dict(zip(self._names, values, strict=True)))

    def walk(self, coder: Coder, given: Values, frame: Frame, about: tuple[int, bool]) -> list[Any]:
        """The values by place. about: the entry's time, and whether the entry before is of this type."""
        here = Here(frame, about[0], [None] * len(self._walks))
        here.before_it = frame.last.get(self.number)
        settled = self._lines.walk(coder, given, here, about[1]) if self._lines is not None else 0
        values = here.values
        self._say(coder, given, here, self._keys)
        key = (self.number, *[values[place] for place in self._keys])
        here.under = frame.under.get(key) if self._keys else None
        self._say(coder, given, here, self._first)
        bits = self._there(coder, given, here, settled)
        self._say(coder, given, here, [place for bit, place in self._later if bits & bit])
        if self._lines is not None:
            self._lines.demand_new(values, here, settled)
        if not coder.reads and tuple(values) != given:
            raise ValueError("a value that its kind may not hold")
        self._keep(here, key, bits)
        return values

    def _say(self, coder: Coder, given: Values, here: Here, places: Sequence[int]) -> None:
        """Field by field, what is not settled yet."""
        values, walks = here.values, self._walks
        for place in places:
            if values[place] is None:
                values[place] = walks[place](coder, given[place], here)

    def _there(self, coder: Coder, given: Values, here: Here, settled: int) -> int:
        if not self._optional:
            return 0
        variant = 0 if self._variant is None else self._variant[1].get(here.values[self._variant[0]], 0)
        known = here.frame.under.get((self.number, "of", variant)) if variant else here.under
        how = 2 if known is not None else 1
        if settled or (known is None and not variant):
            how, known = 1, here.before_it
        there = sum([bit for bit, place in self._optional if given[place] is not None])
        if known is None:
            return self._presence.walk(coder, there, 0, (0, settled, variant, self._presence.sort(here)))
        return self._presence.walk(
            coder, there, how, (known.optional, settled, variant, self._presence.sort(here))
        )

    def _keep(self, here: Here, key: tuple[Any, ...], bits: int) -> None:
        frame, values = here.frame, here.values
        last = frame.last[self.number] = Last(tuple(values), bits)
        if self._variant is not None:
            frame.under[self.number, "of", self._variant[1].get(values[self._variant[0]], 0)] = last
        if self._keys:
            frame.under[key] = last if here.under is None else Last(_merged(values, here.under.values), bits)
        for place, space, by in self._shared:
            if values[place] is not None and values[by] is not None:
                frame.shared[space, values[by]] = values[place]


def _merged(values: Values, older: Values) -> tuple[Any, ...]:
    return tuple([old if value is None else value for value, old in zip(values, older, strict=True)])


def _variants(record_type: type[Record], places: dict[str, int]) -> tuple[int, dict[str, int]] | None:
    """The place of the choice that a form depends on, and a number from 1 for each of its codes."""
    variants = record_type.about.variants
    if variants is None or variants.by not in places:
        return None
    return places[variants.by], {code: number for number, code in enumerate(variants.shows, 1)}
