"""What a store holds for a calculation, by whose word and how old; and the nearest other store that has it."""

from collections.abc import Sequence
from dataclasses import dataclass

from field_node.records.kinds import Ref
from field_node.store import nearest, views
from field_node.store.nearest import Held, Source, Word
from field_node.store.stocktaking import keeps
from field_node.web.around.neighbours import unit_with_number
from field_node.web.around.whereabouts import apart, far
from field_node.web.desk import Desk
from field_node.web.kept.attention import UNVERIFIED
from field_node.web.said.language import _
from field_node.web.stock.amounts import today


@dataclass(frozen=True, slots=True)
class Holding:
    """Goods that may be handed out, base units, expired ones left out; None: nobody said. `told`: whose word, how old.

    partly: of some of the goods nobody said anything.
    """

    amount: int | None
    told: str = ""
    minus: bool = False
    partly: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """A store that has the goods. `enough`: all that is missing; `far`: "" when it is not known."""

    name: str
    far: str
    amount: int
    told: str
    enough: bool


class Stores:
    """The words about every store, item by item, each asked once."""

    def __init__(self, desk: Desk, chosen: Ref | None, at: tuple[float, float] | None) -> None:
        self._desk, self._chosen, self._at = desk, chosen, at
        self._held = dict[int, list[Held]]()
        self._today = today(desk)

    def holding(self, items: Sequence[int]) -> Holding:
        """What the chosen store has of those goods together, as far as anybody said."""
        if self._chosen is None:
            return Holding(None)
        parts = [self._one(item) for item in items]
        known = [one for one in parts if one.amount is not None]
        if not known:
            return Holding(None)
        told = next((one.told for one in known if one.told), "")
        return Holding(
            sum(one.amount or 0 for one in known),
            told,
            any(one.minus for one in known),
            len(known) < len(parts),
        )

    def nearest(self, item: int, missing: int) -> Near | None:
        """The nearest other store that is said to have enough, else the nearest that has any."""
        found = [
            (km, held) for held in self._of(item) if (km := self._km(held)) is not None and self._has(held)
        ]
        found += [(1e9, held) for held in self._of(item) if self._km(held) is None and self._has(held)]
        ranked = sorted(found, key=lambda one: (one[0], -self._usable(one[1].words[0])))
        fit = next((one for one in ranked if self._usable(one[1].words[0]) >= missing), None)
        best = fit or next(iter(ranked), None)
        return self._near(*best, enough=fit is not None) if best else None

    def _near(self, km: float, held: Held, *, enough: bool) -> Near:
        word = held.words[0]
        away = far(km) if km < 1e9 else ""
        return Near(held.depot.name, away, self._usable(word), self._told(word), enough)

    def _has(self, held: Held) -> bool:
        other = held.depot.ref != self._chosen and bool(held.words) and not held.words[0].revoked
        return other and self._usable(held.words[0]) > 0

    def _km(self, held: Held) -> float | None:
        return apart(self._at, held.depot.at)

    def _of(self, item: int) -> list[Held]:
        if item not in self._held:
            self._held[item] = nearest.holders(self._desk.store, item, self._desk.now)
        return self._held[item]

    def _usable(self, word: Word) -> int:
        return word.amount() - word.expired(self._today)

    def _one(self, item: int) -> Holding:
        held = next((one for one in self._of(item) if one.depot.ref == self._chosen), None)
        if held is not None and held.words:
            word = held.words[0]
            return Holding(max(0, self._usable(word)), self._told(word), word.amount() < 0)
        return (
            Holding(0, _("tidak pernah tercatat di buku stok unit ini"))
            if self._own_ledger()
            else Holding(None)
        )

    def _own_ledger(self) -> bool:
        """True for a store whose ledger is kept here and was begun: what it never named is not there."""
        own, chosen = self._desk.unit, self._chosen
        if own is None or chosen is None or not keeps(self._desk.store, chosen, own):
            return False
        return bool(views.stock(self._desk.store, chosen))

    def _told(self, word: Word) -> str:
        if word.source is Source.OWN and all(one.as_of is None for one in word.batches):
            return _("menurut buku stok unit ini")
        times = [one.as_of for one in word.batches if one.as_of is not None]
        age = self._desk.age(min(times, default=None))
        if word.source is Source.CENTER:
            return _("menurut pusat, %(age)s") % {"age": age}
        if word.source is Source.OWN:
            return _("menurut pernyataan unit ini, %(age)s") % {"age": age}
        said = {"unit": unit_with_number(self._desk, word.unit), "age": age, "doubt": _(UNVERIFIED)}
        return _("kata tetangga %(unit)s, %(age)s, %(doubt)s") % said
