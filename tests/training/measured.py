"""Facts that are measured on training entries: shares of totals, fields filled in together, how a trail goes on."""

import math
from collections import Counter as Counts
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from field_node.records.position import Position
from field_node.records.record import Entry, Field, Record, fields
from sync.codec.fitted_counts import KEEPS, SHARE
from sync.codec.presence import MOST_PATTERNS
from sync.codec.trail import STANDING, TICK_S, WHOLE
from tests.training.facts import KEYS, PAPER, Rule, rules

GRID = 100_000
COVERS, STEADY = 0.995, 0.99


def measured(frames: Sequence[Sequence[Entry]]) -> dict[str, Any]:
    """Everything that is measured."""
    records: dict[type[Record], list[Record]] = {}
    for frame in frames:
        for entry in frame:
            records.setdefault(type(entry.record), []).append(entry.record)
    found: dict[str, Any] = {
        f"presence {kind.about.slug}": _groups(kind, given) for kind, given in records.items()
    }
    for name, several in rules().items():
        found[f"rules {name}"] = [_rule(frames, name, one) for one in several]
    incidents = Counts(entry.incident for frame in frames for entry in frame if entry.incident is not None)
    return found | {"trail posisi": _trail(frames), "incident": incidents.most_common(1)[0][0]}


def _rule(frames: Sequence[Sequence[Entry]], name: str, rule: Rule) -> dict[str, Any]:
    parts, whole, pool = rule
    given: dict[str, Any] = {"of": [list(part) for part in parts], "pool": pool}
    if whole:
        return given | {"share": SHARE, "keeps": 0}
    slug, _, field = name.partition(".")
    pairs = list(_pairs(frames, slug, (field, parts)))
    share = sum(value for value, _, _ in pairs) / max(1, sum(total for _, total, _ in pairs))
    now = [value - share * total for value, total, before in pairs if before is not None]
    then = [before[0] - share * before[1] for _, _, before in pairs if before is not None]
    keeps = sum(a * b for a, b in zip(now, then, strict=True)) / max(1e-9, sum(b * b for b in then))
    return given | {"share": round(share * SHARE), "keeps": min(KEEPS, max(0, round(keeps * KEEPS)))}


def _pairs(
    frames: Sequence[Sequence[Entry]], slug: str, about: tuple[str, Any]
) -> Iterator[tuple[int, int, Any]]:
    """(value, total, the same pair under the key before it in the frame)."""
    field, parts = about
    for frame in frames:
        before: dict[Any, tuple[int, int]] = {}
        for entry in frame:
            record = entry.record
            if record.about.slug != slug or getattr(record, field) is None:
                continue
            told = [(getattr(record, name), weight) for name, weight, _ in parts]
            if any(one is None for one, _ in told):
                continue
            key = tuple(getattr(record, one) for one in KEYS.get(slug, ()))
            total = sum(one * weight for one, weight in told)
            yield getattr(record, field), total, before.get(key)
            before[key] = (getattr(record, field), total)


def _groups(kind: type[Record], records: Sequence[Record]) -> list[Any]:
    """Fields filled in together, and the patterns in which they mostly are."""
    optional = [one for one in fields(kind) if not one.required]
    seen = Counts(tuple(getattr(record, one.name) is not None for one in optional) for record in records)
    steady = [at for at in range(len(optional)) if _steady([bits[at] for bits in seen.elements()])]
    groups = [[at] for at in range(len(optional)) if at not in steady]
    sorts = {_sort(optional[at], kind) for at in steady}
    groups += [[at for at in steady if _sort(optional[at], kind) == sort] for sort in sorted(sorts)]
    while (pair := _best(groups, seen, optional, kind)) is not None:
        first, second = pair
        groups = [one for one in groups if one not in pair] + [sorted(first + second)]
    groups.sort()
    return [[[optional[place].name for place in group], _patterns(group, seen)] for group in groups]


def _steady(there: Sequence[bool]) -> bool:
    """Nearly always there, or nearly never."""
    return max(sum(there), len(there) - sum(there)) >= STEADY * len(there)


def _patterns(group: Sequence[int], seen: Counts[tuple[bool, ...]]) -> list[int]:
    """As bits, the most frequent first."""
    found: Counts[int] = Counts()
    for bits, times in seen.items():
        found[sum(1 << at for at, place in enumerate(group) if bits[place])] += times
    return [
        pattern for pattern, _ in sorted(found.items(), key=lambda one: (-one[1], one[0]))[:MOST_PATTERNS]
    ]


def _best(
    groups: list[list[int]], seen: Counts[tuple[bool, ...]], optional: Sequence[Field], kind: type[Record]
) -> tuple[list[int], list[int]] | None:
    """The two groups that say most about each other and still have few patterns."""
    best, found = -1.0, None
    for number, first in enumerate(groups):
        for second in groups[number + 1 :]:
            if _sort(optional[first[0]], kind) != _sort(optional[second[0]], kind):
                continue
            told = _bits(first, seen) + _bits(second, seen) - _bits(first + second, seen)
            if told > best and _covered(first + second, seen) >= COVERS:
                best, found = told, (first, second)
    return found


def _sort(field: Field, kind: type[Record]) -> tuple[bool, bool, bool]:
    """Groups do not mix what travels by radio with what does not, lines of papers, goods."""
    paper = kind.about.slug == "mutasi" and field.name in (*PAPER["same"], PAPER["count"])
    return field.radio, paper, field.name in ("batch", "kedaluwarsa")


def _of(group: Sequence[int], seen: Counts[tuple[bool, ...]]) -> Iterable[int]:
    found: Counts[tuple[bool, ...]] = Counts()
    for bits, times in seen.items():
        found[tuple(bits[place] for place in group)] += times
    return sorted(found.values(), reverse=True)


def _bits(group: Sequence[int], seen: Counts[tuple[bool, ...]]) -> float:
    times = list(_of(group, seen))
    return -sum(one / sum(times) * math.log2(one / sum(times)) for one in times)


def _covered(group: Sequence[int], seen: Counts[tuple[bool, ...]]) -> float:
    times = list(_of(group, seen))
    return sum(times[:MOST_PATTERNS]) / sum(times)


def _trail(frames: Sequence[Sequence[Entry]]) -> dict[str, Any]:
    """How much of a tick's way the next keeps, and four times the usual error of driving, starting and standing."""
    ways = [[], [], []]  # type: list[list[int]]
    now, then = 0.0, 0.0
    for frame in frames:
        track = [one for one in frame if isinstance(one.record, Position)]
        moves = [_move(a, b) for a, b in pairwise(track)]
        for before, after in pairwise(moves):
            for axis in (1, 2):
                if before[0] == after[0] == 1:
                    now, then = now + before[axis] * after[axis], then + before[axis] ** 2
                ways[_way(before[0], after[0])].append(abs(after[axis]))
    return {
        "keeps": round(WHOLE * now / then),
        "scales": [max(8, 4 * sorted(way)[len(way) // 2]) for way in ways],
    }


def _move(a: Entry, b: Entry) -> tuple[int, int, int]:
    lats, lons = ([round(getattr(one.record, name) * GRID) for one in (a, b)] for name in ("lat", "lon"))
    return (b.made_at - a.made_at) // TICK_S, lats[1] - lats[0], lons[1] - lons[0]


def _way(before: int, after: int) -> int:
    return 2 if after >= STANDING else 1 if before >= STANDING else 0
