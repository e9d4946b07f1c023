"""One field of one type while its walk is made: its names in the model, and where it was told before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from field_node.records.record import Field
from sync.codec.here import Here
from sync.codec.model import Model, Tables
from sync.codec.numbers import BUCKETS, SIGNED
from sync.codec.table import Table

Told = Callable[[Here], tuple[int, Any]]
Chosen = Callable[[Here], Table]


@dataclass(frozen=True, slots=True)
class Spot:
    """`places`: name -> place of all fields of the type that are sent."""

    slug: str
    field: Field
    places: Mapping[str, int]
    model: Model

    @property
    def place(self) -> int:
        return self.places[self.field.name]

    @property
    def name(self) -> str:
        return f"{self.slug}.{self.field.name}"

    def tables(self, what: str, size: int, *shape: int) -> Tables | None:
        """Those of the field, or of the fields that it learns with."""
        pool = self.model.fact(f"pool {self.name}", self.name)
        return self.model.tables(f"{pool} {what}", size, *shape)

    def sizes(self, what: str) -> Tables | None:
        """Of counts of that kind; of counts of all kinds where the field has none of its own."""
        return self.tables(what, BUCKETS) or self.model.tables("any size", BUCKETS)

    def changes(self, what: str, *shape: int) -> Tables | None:
        """Of signed numbers of that kind; of all kinds where the field has none of its own."""
        return self.tables(what, SIGNED, *shape) or self.model.tables("any change", SIGNED, *shape)

    def fact(self, what: str, otherwise: Any) -> Any:
        return self.model.fact(f"{what} {self.name}", otherwise)

    def place_of(self, name: str) -> int | None:
        """The place of another field, None when it is not sent."""
        return self.places.get(name)

    def told(self) -> Told:
        """What finds the field as it was told before: (2, under its key), (1, in the last of its type) or (0, None).

        Under the key that it shares with other types where there is one.
        """
        return self.told_of(self.field.name)

    def told_of(self, name: str) -> Told:
        """The same for another field that is sent."""
        told, shared = _told(self.places[name]), _shared(self, name)
        if shared is None:
            return told
        space, key = shared

        def found(here: Here) -> tuple[int, Any]:
            value = here.frame.shared.get((space, here.values[key]))
            return told(here) if value is None else (2, value)

        return found

    def chosen(self, tables: Mapping[Any, Tables]) -> Chosen:
        """What finds the table of the field: that of the value told before (None where none was), and of how it was told."""
        if _shared(self, self.field.name) is not None:
            told = self.told()

            def by_told(here: Here) -> Table:
                how, value = told(here)
                return tables[value][how]

            return by_told
        place = self.place
        kept, said = ({value: one[how] for value, one in tables.items()} for how in (2, 1))
        said[None] = tables[None][0]

        def by_place(here: Here) -> Table:
            value = here.kept[place]
            return said[here.said[place]] if value is None else kept[value]

        return by_place


def _told(place: int) -> Told:
    def told(here: Here) -> tuple[int, Any]:
        value = here.kept[place]
        if value is not None:
            return 2, value
        value = here.said[place]
        return (0, None) if value is None else (1, value)

    return told


def shared_of(spot: Spot) -> tuple[str, int] | None:
    """(the name, the place of the key) under which types share what they say in that field."""
    return _shared(spot, spot.field.name)


def _shared(spot: Spot, name: str) -> tuple[str, int] | None:
    space, key = spot.model.fact(f"shared {spot.slug}.{name}", ("", ""))
    place = spot.place_of(key)
    return None if place is None else (space, place)
