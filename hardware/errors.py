"""What can go wrong with a device; each error knows whether trying again can help (`permanent`)."""

import difflib
from collections.abc import Iterable


class HardwareError(Exception):
    """The root of the tree; `permanent` is the whole retry policy."""

    permanent: bool = False


class NoFix(HardwareError):
    """No position that may be believed.

    `reason` is one of: no_receiver, unreachable, silent, babble, no_sky, not_yet, stale, unplausible, closed.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.permanent = reason == "closed"


class RadioGone(HardwareError):
    """The radio does not answer; it may come back."""


class PayloadTooBig(HardwareError):
    """More bytes than one packet carries; the same bytes never fit."""

    permanent = True

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(f"{size} bytes, at most {limit} fit")
        self.size = size
        self.limit = limit


class UnknownDevice(HardwareError):
    """An address that no driver understands: a setting to be mended by a person."""

    permanent = True


def unknown(what: str, given: str, known: Iterable[str]) -> UnknownDevice:
    """`UnknownDevice` that names the nearest of the `known` words."""
    words = sorted(known)
    near = difflib.get_close_matches(given, words, n=1, cutoff=0.5)
    hint = f'did you mean "{near[0]}"?' if near else f"known: {', '.join(words)}"
    return UnknownDevice(f'unknown {what} "{given}"; {hint}')
