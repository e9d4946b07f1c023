"""The inputs of a form in sections: what comes first stays open, the rest is folded away, six at most together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from field_node.records.kinds import Degrees
from field_node.records.record import Record, fields
from field_node.web.fields.inputs import Input
from field_node.web.fields.layouts import LAYOUTS, Fold, Layout, Sum
from field_node.web.said.language import _, later

TOGETHER = 6
"""Fields of one section at most."""
SMALL = 8
"""A form of so many fields hides none of them, and needs no look before it is saved."""
OTHERS = later("Isian lain")
SEXES = ("_l", "_p", "_tt")
"""How the names of numbers of men, women and of those of unknown sex end."""
PLACE = ("lat", "lon")
NOTHING = Layout(first=())


@dataclass(frozen=True, slots=True)
class Family:
    """Inputs that are one thing, counted apart: toddlers, boys and girls. `heading` "" for an input alone."""

    heading: str
    members: list[Input]


@dataclass(frozen=True, slots=True)
class Section:
    """Some families under a heading. `folded`: shown when somebody asks for it. `sums`: of the numbers in it."""

    heading: str
    families: list[Family]
    folded: bool
    sums: list[Sum]

    @property
    def members(self) -> list[Input]:
        """Every input of it."""
        return [one for family in self.families for one in family.members]

    @property
    def locates(self) -> bool:
        """True when it asks for a coordinate."""
        return set(PLACE) <= {one.name for one in self.members}


def trivial(record_type: type[Record]) -> bool:
    """True for a form so small that it is seen whole: it is saved without another look."""
    return len(fields(record_type)) <= SMALL and record_type.about.variants is None


def sections(record_type: type[Record], inputs: Sequence[Input]) -> list[Section]:
    """The sections of a form; every input stands in one of them, once."""
    layout = LAYOUTS.get(record_type.about.slug, NOTHING)
    whole = (layout is NOTHING and trivial(record_type)) or record_type.about.variants is not None
    here = {one.name: _drawn(one, layout) for one in inputs}
    sums = layout.sums or tuple(_sums_of_sexes(record_type))
    folds = _folds(record_type, layout, list(here))
    made = (_section(fold, here, sums, whole=whole) for fold in folds)
    return [one for one in made if one.families]


def in_order(record_type: type[Record], names: Iterable[str]) -> list[str]:
    """The names as the form asks for them."""
    layout = LAYOUTS.get(record_type.about.slug, NOTHING)
    return [name for fold in _folds(record_type, layout, list(names)) for name in fold.names]


def _drawn(one: Input, layout: Layout) -> Input:
    return replace(
        one,
        big=one.name in layout.big,
        chips=one.name in layout.chips,
        phrased=one.name in layout.phrases,
    )


def _folds(record_type: type[Record], layout: Layout, names: list[str]) -> list[Fold]:
    """Where each of the names stands: by the layout, what it does not name by its declaration."""
    placed = {name for fold in layout.folds for name in fold.names} | set(layout.first)
    left = [name for name in names if name not in placed]
    groups = {one.name: one.group for one in fields(record_type)}
    alone = [name for name in left if not groups[name]]
    first = layout.first or tuple(alone[:TOGETHER])
    rest = [name for name in alone if name not in first]
    grouped = [Fold(group, tuple(found)) for group, found in _by_group(left, groups)]
    others = [Fold(OTHERS, tuple(rest))] if rest else []
    known = [
        replace(one, names=tuple(each for each in one.names if each in names))
        for one in (Fold("", first, unfolded=True), *layout.folds, *grouped, *others)
    ]
    return [part for one in known for part in _parts(one, groups)]


def _by_group(names: list[str], groups: dict[str, str]) -> Iterator[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for name in names:
        if groups[name]:
            found.setdefault(groups[name], []).append(name)
    yield from found.items()


def _parts(fold: Fold, groups: dict[str, str]) -> Iterator[Fold]:
    """The fold in pieces of at most so many fields; a family is never torn, its names end alike."""
    if fold.heading == "" or len(fold.names) <= TOGETHER:
        yield fold
        return
    part: tuple[str, ...] = ()
    for _stem, members in groupby(fold.names, key=_stem_of):
        family = tuple(members)
        if part and len(part) + len(family) > TOGETHER:
            yield replace(fold, names=part)
            part = ()
        part += family
    yield replace(fold, names=part)


def _stem_of(name: str) -> str:
    return next((name.removesuffix(end) for end in SEXES if name.endswith(end)), name)


def _section(fold: Fold, here: dict[str, Input], sums: Sequence[Sum], *, whole: bool) -> Section:
    inputs = [here[name] for name in fold.names]
    told = any(one.texts or one.errors or one.sought for one in inputs)
    heading = _(fold.heading) if fold.heading else ""
    return Section(
        heading=heading,
        families=list(_families(inputs, heading)),
        folded=bool(heading) and not (fold.unfolded or told or whole),
        sums=[one for one in sums if set(one.parts) & set(fold.names)],
    )


def _families(inputs: list[Input], heading: str) -> Iterator[Family]:
    """Inputs whose labels begin alike ("Balita (0-4), laki-laki") stand together under that beginning."""
    for begin, members in groupby(inputs, key=lambda one: one.label.rpartition(", ")[0]):
        found = list(members)
        if begin and len(found) > 1:
            yield Family("" if begin == heading else begin, [replace(one, short=_rest(one)) for one in found])
        else:
            yield from (Family("", [one]) for one in found)


def _rest(one: Input) -> str:
    rest = one.label.rpartition(", ")[2]
    return rest[:1].upper() + rest[1:]


def _sums_of_sexes(record_type: type[Record]) -> Iterator[Sum]:
    """Numbers that a declaration gives by sex, and nothing else in their group, add up."""
    groups: dict[str, list[str]] = {}
    for one in fields(record_type):
        if one.group and not isinstance(one.kind, Degrees):
            groups.setdefault(one.group, []).append(one.name)
    for group, names in groups.items():
        if len(names) > 1 and all(name.endswith(SEXES) for name in names):
            yield Sum(group, tuple(names))
