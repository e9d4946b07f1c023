"""What can go wrong on the way to the center; `permanent` is the whole retry policy."""

from typing import Literal, get_args

Reason = Literal[
    "not_bundle",  # does not begin with the magic of a bundle
    "too_short",  # shorter than the shortest frame of its kind
    "too_long",  # longer than the longest frame of its kind
    "version",  # another version of the wire
    "kind",  # kind 0, TEST, or a kind that this opener does not take
    "reserved_kind",  # kinds 6-14: carried unopened, never answered
    "sender",  # the center's number on a unit's kind, or the other way round
    "own_frame",  # our own frame, heard back
    "epoch",  # no key for that epoch here
    "unit_tag",  # no counter and no epoch makes the unit tag fit: refuse
    "forged",  # the group seal opens, the unit tag does not: bent by anybody, or made by a holder of the group key
    "group_tag",  # the group seal does not open
    "signature",  # the group seal opens, the center's signature does not fit
    "replayed",  # taken before, or older than the window
    "slip_layout",  # a torn or doubled slip in a RECEIPT
    "slip_tag",  # no counter and no epoch opens the slip that names us
    "slip_body",  # the slip opens and says nothing that can be read
    "context",  # contents under a context or tables that are not here: keep and try again
    "end_state",  # the contents do not end with exactly 1
    "contents",  # the contents cannot be read
    "range",  # a value outside what its kind may hold
    "text_too_long",  # a text longer than its kind allows
]
REASONS: tuple[str, ...] = get_args(Reason)

SendReason = Literal["ahead_of_clock", "no_reserve", "restored_copy"]


class SyncError(Exception):
    """Root of the tree. `permanent`: the same call will fail again."""

    permanent: bool = False


class LinkDown(SyncError):
    """The link carried nothing; the same frames may be sent again."""


class Refused(SyncError):
    """The other end heard us and will not take it."""

    permanent = True


class BadFrame(SyncError):
    """Bytes that are no frame for us. `reason` is for machines; the payload is never in it."""

    permanent = True

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


class BadKeys(SyncError):
    """Key material of another shape than enrolment hands over. `field` names the place, never its value."""

    permanent = True

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class CannotSend(SyncError):
    """No counter may be used. ahead_of_clock: again after `wait_s`; no_reserve, restored_copy: enrol again."""

    def __init__(self, reason: SendReason, *, wait_s: int = 0) -> None:
        super().__init__(reason)
        self.reason: SendReason = reason
        self.wait_s = wait_s
        self.permanent = reason != "ahead_of_clock"
