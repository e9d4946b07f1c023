"""Every sentence that the pages can say: those in calls, found by Babel, and those in declarations."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir

from field_node.records import TYPES
from field_node.records.kamus import kamus
from field_node.records.kinds import Choice, Kind, Several
from field_node.records.record import Record, fields
from field_node.web.access import roles
from field_node.web.said import marks, shown, texts, times
from sync import standing
from sync.radio_words import PROBLEMS, SETTINGS

WEB = Path("field_node/web")
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
OPTIONS = {"templates/**.html": {"newstyle_gettext": "true", "trimmed": "true"}}
KEYWORDS = {"_": None, "later": None, "many": (1, 2), "ngettext": (1, 2)}
Sentence = str | tuple[str, str]


def sentences() -> dict[Sentence, list[str]]:
    """Each sentence, a pair for what is counted, with the files that say it. Run at the top of the checkout."""
    found: dict[Sentence, list[str]] = {}
    for name, _line, said, _comments, _context in extract_from_dir(
        str(WEB), METHODS, OPTIONS, KEYWORDS, directory_filter=lambda folder: "vendor" not in folder
    ):
        found.setdefault(said if isinstance(said, str) else (said[0], said[1]), []).append(name)
    for one in declared():
        found.setdefault(one, []).append("records")
    return {one: names for one, names in found.items() if one}


def declared() -> Iterator[Sentence]:
    """Sentences of the register and of the tables of the pages."""
    for kind in TYPES.values():
        yield from _type(kind)
    yield from texts.SENTENCES.values()
    yield from (shown.MISSING, shown.SEALED, shown.SEALED_WHOLE, *shown.QUALITY.values(), *shown.PAIR)
    yield from (*times.MONTHS, *roles.LABELS.values())
    for one in kamus().standards.values():
        yield from (one.label, one.per, f"per {one.per}", one.unit)
    yield from ((one, one) for one in times.LENGTHS.values())
    yield from (*PROBLEMS.values(), *SETTINGS.values(), *standing.SENTENCES.values())
    for mark in (*marks.MARKS.values(), marks.DRAFT, marks.ON_TABLET, marks.FROM_CENTER, marks.FROM_OTHER):
        yield from (mark.text, mark.reason)


def _type(kind: type[Record]) -> Iterator[str]:
    yield from (kind.about.label, kind.about.menu)
    for one in fields(kind):
        yield from (one.label, one.group, one.unit, *_choices(one.kind))


def _choices(kind: Kind) -> Iterator[str]:
    inner = kind.kind if isinstance(kind, Several) else kind
    if isinstance(inner, Choice):
        yield from (label for _, label in inner.options)
