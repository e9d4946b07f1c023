"""What a form page draws for each field: the input, what was typed, what may be chosen, what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from field_node.records import kinds
from field_node.records.ground import FIX_FIELDS
from field_node.records.kinds import Kind, Several
from field_node.records.record import Field, Record, fields
from field_node.web.fields.forms import Form, way_of
from field_node.web.said.language import _
from field_node.web.said.options import HITS, Option
from field_node.web.said.shown import GAP, PLACE

FEW, FEW_OPEN = 7, 4
"""Fewer choices than this are radio buttons: all seen at once, one tap. Open lists are longer on another day."""
BRIEF = 15
"""Letters of choices that stand two in a row on a small screen."""
MANY = 128
"""Numbers that are usually larger grow in larger steps."""


class Lists(Protocol):
    """What may be chosen here."""

    def options(self, kind: Kind) -> list[Option]:
        """The entries, goods or units that a field of this kind may name."""

    def label(self, kind: Kind, text: str) -> str:
        """What a typed value is called."""

    def regions(self, sought: str) -> list[Option]:
        """Areas whose name or code is like that."""


class NoLists:
    """Offers nothing: the lists of a kept form come from the tablet, and sentences need none. Implements `Lists`."""

    def options(self, _kind: Kind) -> list[Option]:
        return []

    def label(self, _kind: Kind, text: str) -> str:
        return text

    def regions(self, _sought: str) -> list[Option]:
        return []


@dataclass(frozen=True, slots=True)
class Input:
    """One field as `_isian.html` draws it."""

    name: str
    label: str
    group: str
    unit: str
    widget: str
    required: bool
    several: bool
    texts: list[str]
    errors: list[str]
    options: list[Option]
    sought: str = ""
    cut: bool = False
    tick: bool = False
    """True for one box to tick: nobody would say no, or "belum didata"."""
    most: int = 0
    focus: bool = False
    seconds: bool = False
    hint: str = ""
    source: str = ""
    """The list that its options come from, "" when they stand in the declaration."""
    bounds: tuple[int, int] | None = None
    """Least and most of a number that is counted up and down; None for what is only typed."""
    leaps: tuple[int, int] = (5, 10)
    short: str = ""
    """Its label beside others of the same thing."""
    big: bool = False
    chips: bool = False
    phrased: bool = False
    quiet: bool = False
    """True for what the script of positions fills in, unseen: without it nothing of it is sent."""

    @property
    def text(self) -> str:
        return self.texts[0] if self.texts else ""

    @property
    def id(self) -> str:
        return f"f-{self.name}"

    @property
    def few(self) -> bool:
        return self.chips or len(self.options) < (FEW_OPEN if self.source else FEW)

    @property
    def brief(self) -> bool:
        """True when two of its choices fit into one row of a small screen."""
        return all(len(option.label) <= BRIEF for option in self.options)

    @property
    def grouped(self) -> list[tuple[str, list[Option]]]:
        """The options under their groups, both in the order of the list."""
        found: dict[str, list[Option]] = {}
        for option in self.options:
            found.setdefault(option.group, []).append(option)
        return list(found.items())


def searches(record_type: type[Record]) -> set[str]:
    """The names under which a form sends what is sought, beside its fields."""
    kinds_of = (
        (one.name, one.kind.kind if isinstance(one.kind, Several) else one.kind)
        for one in fields(record_type)
    )
    return {f"{name}.cari" for name, kind in kinds_of if isinstance(kind, kinds.Region)}


def source(kind: Kind) -> str:
    """The name of the list that a field of this kind offers, "" for none or a closed one."""
    if isinstance(kind, kinds.Reference):
        return kind.to or ""
    if isinstance(kind, kinds.Region):
        return "wilayah"
    return "barang" if isinstance(kind, kinds.Item) else "unit" if isinstance(kind, kinds.UnitNumber) else ""


def inputs(
    record_type: type[Record], form: Form, errors: Mapping[str, list[str]], lists: Lists
) -> list[Input]:
    """The inputs of a type that its form shows, in the order of their declaration."""
    asked = _asked(record_type, form, errors)
    return [_input(one, form, errors.get(one.name, []), lists) for one in asked]


def _asked(record_type: type[Record], form: Form, errors: Mapping[str, list[str]]) -> list[Field]:
    """What is typed or wrong is always shown; a file cannot be sent yet, so its digest is not asked for."""
    told = {name for name, texts in form.items() if any(texts)} | set(errors)
    belongs = _belonging(record_type, form)
    every = [one for one in fields(record_type) if one.name in told or not isinstance(one.kind, kinds.Digest)]
    return [one for one in every if not belongs or one.name in told or one.name in belongs]


def _belonging(record_type: type[Record], form: Form) -> tuple[str, ...]:
    """The fields of the chosen variant, () when the type has none or nothing is chosen."""
    variants = record_type.about.variants
    chosen = form.get(variants.by, [""])[0] if variants else ""
    return (variants.by, *variants.shows.get(chosen, ())) if variants and chosen in variants.shows else ()


def _input(one: Field, form: Form, errors: list[str], lists: Lists) -> Input:
    several = isinstance(one.kind, Several)
    inner = one.kind.kind if isinstance(one.kind, Several) else one.kind
    texts = [text for text in form.get(one.name, []) if text.strip()]
    sought = form.get(f"{one.name}.cari", [""])[0].strip()
    options, cut = _cut(_offered(one, _options(inner, texts, sought, lists), texts), sought, texts)
    return Input(
        name=one.name,
        label=_(one.label),
        group=one.group,
        unit=_(one.unit) if one.unit else "",
        widget=_widget(inner, several),
        required=one.required,
        several=several,
        texts=texts if several else texts[:1],
        errors=errors,
        options=options,
        cut=cut,
        tick=isinstance(inner, kinds.Flag) and len(one.offers) == 1,
        sought=sought,
        most=getattr(inner, "most", 0),
        source=source(inner),
        quiet=one.name in FIX_FIELDS,
        **({} if several else _typing(inner)),
    )


def _typing(kind: Kind) -> dict[str, Any]:
    """How a number is counted up and down, a time typed, a coordinate explained."""
    return {
        "bounds": _bounds(kind),
        "leaps": (10, 100) if getattr(kind, "usual", 0) >= MANY else (5, 10),
        "seconds": isinstance(kind, kinds.Moment) and kind.resolution_s < 60,
        "hint": _hint(kind),
    }


def _bounds(kind: Kind) -> tuple[int, int] | None:
    """The range of a number of things; a signed one is typed with its sign."""
    if isinstance(kind, kinds.Count):
        return 0, kind.most
    return (kind.least, kind.most) if isinstance(kind, kinds.Amount) and kind.least > 0 else None


def _hint(kind: Kind) -> str:
    if not isinstance(kind, kinds.Degrees):
        return ""
    example = "108,32715" if kind.limit == 180 else "-6,32715"
    return _("Derajat desimal, misalnya %(example)s") % {"example": example}


def _cut(options: list[Option], sought: str, texts: list[str]) -> tuple[list[Option], bool]:
    """A search shows so many at most, beside what was chosen; and whether there were more."""
    most = HITS + len(texts)
    return (options[:most], len(options) > most) if sought else (options, False)


def _offered(one: Field, options: list[Option], texts: list[str]) -> list[Option]:
    """Those that a person chooses from, and what was chosen."""
    return [each for each in options if not one.offers or each.value in (*one.offers, *texts)]


def _widget(kind: Kind, several: bool) -> str:
    widget = way_of(kind).widget
    return widget if not several or widget in ("pilihan", "wilayah") else "baris"


def _options(kind: Kind, texts: list[str], sought: str, lists: Lists) -> list[Option]:
    """The choices of the kind; what was chosen stays one of them, known here or not."""
    found = _closed(kind) or _open(kind, sought, lists)
    known = {option.value for option in found}
    chosen = (
        [text for text in texts if text not in known] if way_of(kind).widget in ("pilihan", "wilayah") else []
    )
    return [Option(text, lists.label(kind, text)) for text in chosen] + found


def _closed(kind: Kind) -> list[Option]:
    if isinstance(kind, kinds.Flag):
        return [Option("ya", _("Ya")), Option("tidak", _("Tidak"))]
    if not isinstance(kind, kinds.Choice):
        return []
    return [Option(code, PLACE.sub(GAP, _(label))) for code, label in kind.options]


def _open(kind: Kind, sought: str, lists: Lists) -> list[Option]:
    if isinstance(kind, kinds.Region) and sought:
        return lists.regions(sought)
    named = isinstance(kind, kinds.Reference | kinds.Region | kinds.Item | kinds.UnitNumber)
    return lists.options(kind) if named else []
