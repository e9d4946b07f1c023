"""Which counters of one sender were taken: a window of 64 below the highest."""

from dataclasses import dataclass

from sync.seal.candidates import NOTHING_YET

WINDOW = 64
_ALL = (1 << WINDOW) - 1


@dataclass(frozen=True, slots=True)
class Window:
    """`taken`: bit i stands for the counter `highest - i`. Two plain numbers to keep across restarts."""

    highest: int = NOTHING_YET
    taken: int = 0

    def has(self, counter: int) -> bool:
        """Taken before, or too old to know."""
        age = self.highest - counter
        return age >= 0 and (age >= WINDOW or bool(self.taken >> age & 1))

    def with_taken(self, counter: int) -> "Window":
        """This window after `counter`; a counter too old to note changes nothing."""
        ahead = counter - self.highest
        if ahead <= 0:
            return Window(self.highest, (self.taken | 1 << -ahead) & _ALL)
        kept = self.taken << ahead & _ALL if ahead < WINDOW else 0
        return Window(counter, kept | 1)
