"""The one table of roles: what each is called, and what it may do."""

from field_node.store.crew import KOORDINATOR, LUMBUNG, RELAWAN, TEKNISI
from field_node.web.said.language import _, later

LABELS = {
    RELAWAN: later("Relawan Tagana"),
    KOORDINATOR: later("Koordinator"),
    LUMBUNG: later("Petugas lumbung"),
    TEKNISI: later("Teknisi"),
}
EVERYBODY = "semua"
"""Needed by a page for anybody on the hotspot, also without a tablet that is paired."""
TABLET = "tablet"
"""Needed by a page for a paired tablet on which nobody is signed in."""
OFFICER = "pengurus"
"""Needed to pair and revoke tablets, to add people and to set PINs."""
MAY: dict[str, frozenset[str]] = {
    RELAWAN: frozenset({"relawan"}),
    LUMBUNG: frozenset({"relawan", "lumbung"}),
    KOORDINATOR: frozenset({"relawan", "lumbung", "koordinator", OFFICER}),
    TEKNISI: frozenset({"relawan", "teknisi", OFFICER}),
}
"""role -> the names that `guard.role(name)` gives to pages, as far as this role may open them."""


def label(role: str) -> str:
    """What that role is called, in the language of whoever asks."""
    return _(LABELS[role])


def may(role: str, need: str) -> bool:
    """Whether that role may open a page that needs `need`."""
    return need in MAY.get(role, frozenset())


def allowed(need: str) -> list[str]:
    """Labels of the roles that may."""
    return [label(role) for role in LABELS if may(role, need)]
