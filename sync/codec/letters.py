"""The text model: how likely each letter is after the letters before it, in whole numbers alone."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sync.codec.coder import Coder
from sync.codec.near import only
from sync.codec.table import LETTER_BITS, Row
from sync.errors import BadFrame

END, OTHER = 0, 1
"""Symbols beside the letters: the text is over; a letter that the model does not know, 21 bits."""
MARKS = "\0\1"
"""How END and OTHER stand in a context."""
VOICE = 2
"""A text of the n-th voice begins after the mark chr(2 + n): papers read otherwise than notes."""
MOST_PLACES = 8_192
"""So many places of texts are kept ready; then all are made anew."""
PAPERS = (1,)
"""The voices of numbers of papers: they learn apart."""
_CAPITALS, _DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
_NOTE = str.maketrans({**dict(zip(_CAPITALS, _CAPITALS.lower(), strict=True)), **dict.fromkeys(_DIGITS, "0")})
_SHAPE = str.maketrans({**dict.fromkeys(_CAPITALS, "A"), **dict.fromkeys(_DIGITS, "0")})
ALIKE: Mapping[int, Mapping[int, str]] = {0: _NOTE, 1: _SHAPE}
"""What counts as the same letter before another one: in a note capitals and small letters, any digits; in a number of a paper any capitals too."""
PRINTABLE = "".join(map(chr, range(32, 127)))
UNIT, SIXTEENTHS, DISCOUNT = 1 << 20, 16, 14
"""Whole probability inside; so many sixteenths of a count lends each to what was not seen there (Kneser and Ney 1995)."""
CODE_POINTS = 0x110000


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text is when only its last letters count. after: the place after each letter that was said there."""

    context: str
    row: Row
    after: "dict[int, Place]"


class Letters:
    """Counts of letters after contexts of up to `order` letters; a context not known is cut from its far end."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        """data: `order`, and `texts`: (voice, how often, text), which are counted here, always to the same numbers."""
        self.order: int = data["order"]
        texts: list[tuple[int, int, str]] = data["texts"]
        said = {letter for _, _, text in texts for letter in text}
        self._letters = MARKS + "".join(sorted(said | set(PRINTABLE)))
        self._marked = {letter: symbol for symbol, letter in enumerate(self._letters)}
        self._symbols = {letter: symbol for letter, symbol in self._marked.items() if symbol > OTHER}
        papers = [one for one in texts if one[0] in PAPERS]
        self._trees = (
            counted([one for one in texts if one[0] not in PAPERS], self.order),
            counted(papers, self.order),
        )
        self._places: dict[tuple[int, str], Place] = {}
        self._likely: dict[tuple[int, str], array[int]] = {}

    def spell(self, coder: Coder, given: str, voice: int, most: int) -> str:
        """The text, at most `most` letters long."""
        place, found, size = self._place(voice, chr(VOICE + voice)), [], len(given)
        letters, symbols = self._letters, self._symbols
        for at in range(most):
            symbol = coder.letter(place.row, symbols.get(given[at], OTHER) if at < size else END)
            if symbol == END:
                break
            found.append(letters[symbol] if symbol != OTHER else self._other(coder, given[at:]))
            following = place.after.get(symbol)
            place = self._after(place, symbol, voice) if following is None else following
        return "".join(found)

    def _other(self, coder: Coder, given: str) -> str:
        found = coder.uniform(1 << 21, ord(given[0]) if given else 0)
        if found >= CODE_POINTS:
            raise BadFrame("range")
        return str(only(chr(found), chr(found) not in self._symbols))

    def _after(self, place: "Place", symbol: int, voice: int) -> "Place":
        """The place after a letter that is said there for the first time."""
        letter = self._letters[symbol].translate(ALIKE.get(voice, {}))
        found = place.after[symbol] = self._place(voice, (place.context + letter)[-self.order :])
        return found

    def _place(self, voice: int, context: str) -> "Place":
        """The place of what is known of a context."""
        tree = int(voice in PAPERS)
        known = self._known(tree, context)
        found = self._places.get((voice, known))
        if found is None:
            if len(self._places) >= MOST_PLACES:
                self._places.clear()
                self._likely.clear()
            found = self._places[voice, known] = Place(known, Row(_summed(self._chances(tree, known))), {})
        return found

    def _chances(self, tree: int, context: str) -> Sequence[int]:
        """The probability of each symbol, parts of UNIT: what was seen here, less the discount, which the shorter context shares out."""
        known = self._likely.get((tree, context))
        if known is not None:
            return known
        size = len(self._letters)
        shorter = self._chances(tree, self._known(tree, context[1:])) if context else [UNIT // size] * size
        counts = self._trees[tree].get(context, {})
        total = SIXTEENTHS * sum(counts.values())
        lent = DISCOUNT * len(counts)
        found = [lent * one // total for one in shorter] if total else list(shorter)
        for letter, count in counts.items():
            found[self._marked[letter]] += (SIXTEENTHS * count - DISCOUNT) * UNIT // total
        self._likely[tree, context] = array("I", found)
        return found

    def _known(self, tree: int, context: str) -> str:
        """What is left of the context when it is cut to one that was seen."""
        while context and context not in self._trees[tree]:
            context = context[1:]
        return context


def counted(texts: Iterable[tuple[int, int, str]], order: int) -> dict[str, dict[str, int]]:
    """context -> letter -> count: how often after the longest contexts; below, after how many longer ones."""
    level: dict[str, int] = {}
    for voice, times, text in texts:
        said = chr(VOICE + voice) + text + MARKS[END]
        before = said.translate(ALIKE.get(voice, {}))
        for at in range(1, len(said)):
            gram = before[max(0, at - order) : at] + said[at]
            level[gram] = level.get(gram, 0) + times
    tree: dict[str, dict[str, int]] = {}
    for _ in range(order + 1):
        level = _shorter(level, tree)
    return tree


def _shorter(level: Mapping[str, int], tree: dict[str, dict[str, int]]) -> dict[str, int]:
    """Puts these letters and their contexts into the tree; the same without the first letter of the context."""
    found: dict[str, int] = {}
    for gram, times in level.items():
        after = tree.setdefault(gram[:-1], {})
        after[gram[-1]] = after.get(gram[-1], 0) + times
        if len(gram) > 1:
            found[gram[1:]] = found.get(gram[1:], 0) + 1
    return found


def _summed(chances: Sequence[int]) -> list[int]:
    """Frequencies of at least 1 in sum 2^16: the likeliest symbol takes what rounding leaves."""
    left = (1 << LETTER_BITS) - len(chances)
    whole = sum(chances)
    found = [1 + one * left // whole for one in chances]
    found[found.index(max(found))] += (1 << LETTER_BITS) - sum(found)
    return found
