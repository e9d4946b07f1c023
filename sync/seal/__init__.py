"""Keys, seals, counters, replay windows and receipts."""

from sync.seal.checks import Checks
from sync.seal.counter import CounterLine, boot, floor_at, trusted_now
from sync.seal.frame import Opened, seal_broadcast, seal_frame
from sync.seal.keys import OperationKeys, UnitKeys
from sync.seal.opening import open_at_center, open_at_peer, open_broadcast, open_by_group, standing
from sync.seal.receipt import OpenedSlip, open_slip, seal_receipt, share_out, slips_in
from sync.seal.slip import NewEpoch, Slip, Track, pack_slip, short_of, unpack_slip
from sync.seal.spans import Spans, spans_of
from sync.seal.window import Window

__all__ = [
    "Checks",
    "CounterLine",
    "NewEpoch",
    "Opened",
    "OpenedSlip",
    "OperationKeys",
    "Slip",
    "Spans",
    "Track",
    "UnitKeys",
    "Window",
    "boot",
    "floor_at",
    "open_at_center",
    "open_at_peer",
    "open_broadcast",
    "open_by_group",
    "open_slip",
    "pack_slip",
    "seal_broadcast",
    "seal_frame",
    "seal_receipt",
    "share_out",
    "short_of",
    "slips_in",
    "spans_of",
    "standing",
    "trusted_now",
    "unpack_slip",
]
