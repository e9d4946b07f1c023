"""What the text model is made from: training notes, the sentences and names of the application, the short texts of forms."""

import random
import re
import string
from collections import Counter as Counts
from collections.abc import Iterator, Mapping, Sequence

from field_node.records import TYPES
from field_node.records.kamus import kamus
from field_node.records.kinds import Choice
from field_node.records.record import fields
from field_node.web.said.texts import SENTENCES

ORDER, SHORT_TEXTS, WEIGHT, PAPERS, SEEN = 5, 40, 120, 80, 3
PAPER = 1
"""The voice of numbers of papers."""
Spelt = Mapping[tuple[int, str], int]
"""(voice, text) -> how often."""
ABOUT_YEARS = 4
"""A table is read for some years after the one that it was learnt in."""
TELLS, NEEDED = 3, 6
"""The voices of who tells, and of what else is needed: the kamus has words for both."""
_SLOT, _RUN, _YEAR = re.compile(r"\{[^}]*\}"), re.compile(r"[A-Z]+|[0-9]+"), re.compile(r"20[0-9]{2}")


def spelling(notes: tuple[str, ...], spelt: Spelt) -> dict[str, object]:
    """The file of the text model. spelt: the short texts of training entries; each voice counts for about WEIGHT.

    Beside the training texts only what the application itself says and shapes of what was seen: nothing a test may hold.
    """
    texts = {(0, text): 1 for text in (*sorted(set(_application())), *notes)}
    texts |= _scaled(spelt)
    for said in _of_kamus():
        texts[said] = max(2, texts.get(said, 0))
    papers = sorted(text for voice, text in spelt if voice == PAPER)
    texts |= {said: SEEN * times for said, times in texts.items() if said[0] == PAPER}
    texts |= {(PAPER, one): 1 for one in _alike(papers, random.Random(PAPERS))}
    return {"order": ORDER, "texts": [[voice, times, text] for (voice, text), times in sorted(texts.items())]}


def _of_kamus() -> Iterator[tuple[int, str]]:
    """(voice, text): offices tell, goods and categories are needed."""
    known = kamus()
    yield from ((TELLS, one.label) for one in known.offices.values())
    yield from ((NEEDED, one.name) for one in known.goods.values())
    yield from ((NEEDED, one.label.lower()) for one in known.categories.values())


def _alike(papers: Sequence[str], chance: random.Random) -> Iterator[str]:
    """Numbers of papers in the shapes of those seen: other capitals, a letter more or fewer, other numbers and years.

    What an office calls its papers is not known beforehand: all letters are as likely.
    """
    for _ in range(PAPERS if papers else 0):
        yield _RUN.sub(lambda run: _other(run[0], chance), chance.choice(papers))


def _other(run: str, chance: random.Random) -> str:
    if run.isalpha():
        size = max(1, len(run) + chance.choice((-1, 0, 0, 1)))
        return "".join(chance.choices(string.ascii_uppercase, k=size))
    if _YEAR.fullmatch(run):
        return str(int(run) + chance.randrange(ABOUT_YEARS))
    return str(int(chance.paretovariate(0.5)) % 10 ** max(3, len(run)))


def _scaled(spelt: Spelt) -> dict[tuple[int, str], int]:
    sums: Counts[int] = Counts()
    for (voice, _), times in spelt.items():
        sums[voice] += times
    often = sorted(spelt.items(), key=lambda one: (-one[1], one[0]))
    kept = [(one, times) for one, times in often if one[0]]
    scaled = {one: max(1, round(times * WEIGHT / sums[one[0]])) for one, times in kept}
    return {one: times for at, (one, times) in enumerate(scaled.items()) if times > 1 or _rank(one, kept, at)}


def _rank(one: tuple[int, str], kept: list[tuple[tuple[int, str], int]], at: int) -> bool:
    """Whether a text is among the first of its voice."""
    return sum(1 for other, _ in kept[:at] if other[0] == one[0]) < SHORT_TEXTS


def _application() -> Iterator[str]:
    """Indonesian that the application itself says."""
    for text in SENTENCES.values():
        yield _SLOT.sub("5", text)
    for record_type in TYPES.values():
        yield record_type.about.label
        for field in fields(record_type):
            yield from {field.label, field.group} - {""}
            if isinstance(field.kind, Choice):
                yield from (_SLOT.sub("5", label) for _, label in field.kind.options)
    known = kamus()
    yield from (one.name for one in known.goods.values())
    for rows in (known.offices, known.categories, known.standards, known.disasters):
        yield from (one.label for one in rows.values())
