"""Which optional fields of a record are there, said with tables, group by group of fields filled in together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from field_node.records.record import Field
from sync.codec.coder import Coder, flag
from sync.codec.here import Here
from sync.codec.model import Model, Tables
from sync.codec.near import only
from sync.codec.table import Step, Table
from sync.codec.writer import Writer
from sync.errors import BadFrame

MOST_PATTERNS = 6
VARIANTS, MOST_SAID = 13, 2_000
"""Variants of a form; so many ways of saying what is there are kept ready for the next time."""
NEAR = 1 + 2 * (MOST_PATTERNS + 1)
"""What a group is expected to be: nothing, then each pattern or another, in the last of the type or under the key."""


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that are mostly filled in together. mask: their bits; patterns: what they often are, as bits, so many are known."""

    mask: int
    bits: tuple[int, ...]
    patterns: tuple[int, ...]
    known: int
    numbers: Mapping[int, int]
    tables: Tables


Asked = tuple[int, tuple[tuple[Group, Table], ...]]


class Presence:
    """Of one type, in a full or a radio copy. Bits stand in the order of the optional fields that are sent."""

    def __init__(self, slug: str, optional: Sequence[Field], goods: int | None, model: Model) -> None:
        bit = {one.name: 1 << number for number, one in enumerate(optional)}
        self._groups = tuple(_groups(slug, bit, model))
        known = sum(group.mask for group in self._groups)
        self._beyond = tuple(each for each in bit.values() if not each & known)
        self._beyond_mask = sum(self._beyond)
        self._further = model.tables("further fields", 2)
        self._of_goods = sum(bit.get(name, 0) for name in model.fact(f"of goods {slug}", []))
        self._expiring = frozenset(model.fact("expiring", []))
        self._goods = goods if self._of_goods else None
        self._asked: dict[tuple[int, tuple[int, int, int, int]], Asked] = {}
        self._said: dict[tuple[int, int, tuple[int, int, int, int]], tuple[Step, ...]] = {}

    def sort(self, here: Here) -> int:
        """Of the goods that the record is about: 0 not known, 1 do not expire, 2 expire."""
        item = None if self._goods is None else here.values[self._goods]
        return 0 if item is None else 1 + (item in self._expiring)

    def walk(self, coder: Coder, given: int, how: int, about: tuple[int, int, int, int]) -> int:
        """The bits. how: 0 nothing is expected, 1 as the last of the type, 2 as under its key.

        about: the bits expected, those that are settled already, the number of the variant, of the sort of goods.
        """
        if coder.reads or not isinstance(coder, Writer):
            return self._walk(coder, given, how, about)
        steps = self._said.get((given, how, about))
        if steps is None:
            mark = coder.mark()
            self._walk(coder, given, how, about)
            if len(self._said) >= MOST_SAID:
                self._said.clear()
            self._said[given, how, about] = coder.since(mark)
        else:
            coder.all_of(steps)
        return given

    def _walk(self, coder: Coder, given: int, how: int, about: tuple[int, int, int, int]) -> int:
        asked = self._asked.get((how, about))
        if asked is None:
            if len(self._asked) >= MOST_SAID:
                self._asked.clear()
            asked = self._asked[how, about] = self._to_ask(how, about)
        found, tables = asked
        for group, table in tables:
            number = coder.symbol(table, group.numbers.get(given & group.mask, MOST_PATTERNS))
            found |= (
                group.patterns[number] if number < group.known else _of_group(coder, group, given, number)
            )
        if self._further is not None and not coder.symbol(
            self._further[0], 1 if given & self._beyond_mask else 0
        ):
            return found
        return found | self._of_further(coder, given)

    def _to_ask(self, how: int, about: tuple[int, int, int, int]) -> Asked:
        """The bits that are settled, and the groups that are not, each with its table."""
        expected, settled, variant, sort = about
        if sort:
            expected = expected & ~self._of_goods | (self._of_goods if sort == 2 else 0)
        context, tables = (variant * 3 + sort) * NEAR, []
        for group in self._groups:
            near = 1 + 2 * group.numbers.get(expected & group.mask, MOST_PATTERNS) + (how == 2) if how else 0
            if not group.mask & settled:
                tables.append((group, group.tables[context + near]))
        return expected & settled, tuple(tables)

    def _of_further(self, coder: Coder, given: int) -> int:
        """Fields that the tables do not know: how many bits up to the last that is there, and the bits."""
        known = [bool(given & each) for each in self._beyond] if given else []
        wanted = sum(1 << at for at, there in enumerate(known) if there)
        least = 0 if self._further is None else 1
        count = coder.golomb(2, max(0, wanted.bit_length() - least)) + least
        if not count:
            return 0
        if count > len(self._beyond):
            raise BadFrame("context")
        found = coder.uniform(1 << count, wanted)
        if not found >> count - 1:
            raise BadFrame("contents")
        return sum(each for at, each in enumerate(self._beyond) if found >> at & 1)


class Newer(NamedTuple):
    """Optional fields for which nothing was learnt: the `size` bits from `lowest` on, said as in context 0."""

    lowest: int
    size: int

    @property
    def mask(self) -> int:
        return (1 << self.size) - 1 << self.lowest

    def walk(self, coder: Coder, given: int, last: int | None) -> int:
        """The bits. last: those of the last record of the type, None where it is the first."""
        given &= self.mask
        if last is not None and flag(coder, given == last & self.mask):
            return last & self.mask
        found = coder.uniform(1 << self.size, given >> self.lowest) << self.lowest
        return int(only(found, last is None or found != last & self.mask))


def _groups(slug: str, bit: dict[str, int], model: Model) -> list[Group]:
    made = []
    for number, (names, patterns) in enumerate(model.fact(f"presence {slug}", [])):
        tables = model.tables(f"{slug} group {number}", MOST_PATTERNS + 1, VARIANTS, 3, NEAR)
        if tables is not None and all(name in bit for name in names):
            bits = tuple(bit[name] for name in names)
            wide = tuple(sum(each for at, each in enumerate(bits) if one >> at & 1) for one in patterns)
            made.append(
                Group(sum(bits), bits, wide, len(wide), {one: at for at, one in enumerate(wide)}, tables)
            )
    return made


def _of_group(coder: Coder, group: Group, given: int, number: int) -> int:
    """A pattern that is none of the usual ones."""
    if number < MOST_PATTERNS:
        raise BadFrame("contents")
    found = coder.uniform(
        1 << len(group.bits), sum(1 << at for at, each in enumerate(group.bits) if given & each)
    )
    wide = sum(each for at, each in enumerate(group.bits) if found >> at & 1)
    if wide in group.patterns:
        raise BadFrame("contents")
    return wide
