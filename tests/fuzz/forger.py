"""Frames that nobody may heed: repeated, bent, spliced, cut, made up, of another operation."""

from collections.abc import Callable, Sequence
from random import Random

from sync.frames import HEADER_SIZE, LORA_MTU

KINDS = (1, 2, 3, 4, 5)


class Forger:
    """`genuine`: frames that everybody in reach has heard. `foreign`: sound frames of another operation."""

    def __init__(self, chance: Random, genuine: Sequence[bytes], foreign: Sequence[bytes]) -> None:
        self._chance, self._genuine, self._foreign = chance, genuine, foreign
        self._ways: tuple[Callable[[], bytes], ...] = (
            self.replayed,
            self.flipped,
            self.flipped,
            self.bent,
            self.spliced,
            self.cut,
            self.renamed,
            self.made_up,
            self.foreign,
        )

    def one(self) -> bytes:
        """Any of them; never empty."""
        return self._chance.choice(self._ways)()

    def replayed(self) -> bytes:
        return self._chance.choice(self._genuine)

    def flipped(self) -> bytes:
        """One bit turned."""
        frame = self.replayed()
        return (int.from_bytes(frame, "big") ^ 1 << self._chance.randrange(8 * len(frame))).to_bytes(
            len(frame), "big"
        )

    def bent(self) -> bytes:
        """Some bytes overwritten."""
        frame, chance = bytearray(self.replayed()), self._chance
        at = chance.randrange(len(frame))
        frame[at : at + chance.randint(1, 20)] = chance.randbytes(chance.randint(1, 20))
        return bytes(frame[: LORA_MTU + 31])

    def spliced(self) -> bytes:
        """The head of one, the tail of another."""
        head, tail = self.replayed(), self.replayed()
        at = self._chance.randrange(1, min(len(head), len(tail)))
        return head[:at] + tail[at:]

    def cut(self) -> bytes:
        """Torn, or with something behind."""
        frame, chance = self.replayed(), self._chance
        return frame[: chance.randint(1, len(frame))] + chance.randbytes(chance.choice((0, 0, 1, 8, 20)))

    def renamed(self) -> bytes:
        """Another kind, sender, epoch or counter over the same contents."""
        frame, chance = bytearray(self.replayed()), self._chance
        at = chance.randrange(HEADER_SIZE)
        frame[at] = (frame[at] & 0xF0 | chance.choice(KINDS)) if at == 0 else chance.randrange(256)
        return bytes(frame)

    def made_up(self) -> bytes:
        """A likely header, and nothing behind it that anybody sealed."""
        return self.replayed()[:3] + self._chance.randbytes(self._chance.randint(2, LORA_MTU - 3))

    def foreign(self) -> bytes:
        return self._chance.choice(self._foreign)
