"""PINs: which are good, how they are kept, how one is checked."""

import re
from threading import Lock

from werkzeug.security import check_password_hash, generate_password_hash

from field_node.web.access.badge import Badges

LEAST, MOST = 6, 12
"""Six digits are a million: with the pauses of `store.tries` a guess a day hits with less than 1 in 3,000."""
METHOD = "scrypt:16384:8:1"  # 16 MB a check
NOBODY = f"{METHOD}$nobodynobodynobo${'0' * 128}"
"""Checked in place of the PIN of somebody who does not exist: it takes as long."""
RUNS = "01234567890123456789 98765432109876543210"
_alone = Lock()  # one check at a time: eight at once would take half the memory that the process may have


def flaw(pin: str, again: str) -> str:
    """The code of what is wrong with a PIN that is being chosen, "" when nothing is."""
    if not re.fullmatch(rf"[0-9]{{{LEAST},{MOST}}}", pin):
        return "pin_bentuk"
    if pin in RUNS or re.fullmatch(r"(\d{1,3})\1+", pin):
        return "pin_mudah"
    return "" if pin == again else "pin_tidak_sama"


def hashed(pin: str, badges: Badges) -> str:
    """As it is kept."""
    with _alone:
        return generate_password_hash(badges.peppered(pin), METHOD)


def matches(kept: str | None, pin: str, badges: Badges) -> bool:
    """True for the right PIN; takes as long when there is nobody (None)."""
    with _alone:
        right = check_password_hash(kept or NOBODY, badges.peppered(pin))
    return right and kept is not None
