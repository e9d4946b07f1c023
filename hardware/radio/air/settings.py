"""What can be set about a simulated air as a whole."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Of every node and link, where nothing else is said.

    `capture_db`: how much stronger a packet must be to survive an overlap, None: both are lost. `loss`: share of receptions.
    `unplaced_snr_db`: what nodes without a position hear of each other, None: nothing. `path_exponent`, `shadow_db`: how
    fast the strength falls with distance, and the standard deviation of a pair around it. `history`: packets that a node
    knows again. `inbox`: packets and words that wait for its computer. `doubles`, `late`: shares of what is heard that
    reach the computer twice, and after the one behind.
    """

    capture_db: float | None = None
    loss: float = 0.0
    unplaced_snr_db: float | None = 5.0
    path_exponent: float = 3.5  # over ground with houses and trees; about 2.6 km with LongFast and 20 dBm
    shadow_db: float = 0.0
    power_dbm: int = 20
    hop_limit: int = 3
    duty_percent: float = 100.0
    history: int = 200  # meshtastic/firmware PacketHistory.cpp: twice the node table, which holds about 100
    inbox: int = 32  # meshtastic/firmware MAX_RX_TOPHONE
    doubles: float = 0.0
    late: float = 0.0
