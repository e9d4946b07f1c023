"""What a tablet carries and what is shown to pair it, signed with this unit's own key."""

import hashlib
import hmac
import re
from collections.abc import Callable
from typing import NamedTuple

from itsdangerous import BadData, URLSafeSerializer

SECRET_SIZE = 16
CODE_DIGITS = 8
_KEY = re.compile("[0-9a-f]{32}")
"""Of a form, as `desk.new_key` makes it."""


class Claim(NamedTuple):
    """The number of a tablet or of an offer, and the secret that goes with it."""

    number: int
    secret: bytes


class Badges:
    """Cookies have names of this unit's own: several units on one host keep apart."""

    def __init__(self, key: bytes) -> None:
        mark = hmac.digest(key, b"names of cookies", "sha256")[:4].hex()
        self._key = key
        self.tablet_cookie, self.session_cookie = f"tablet_{mark}", f"masuk_{mark}"

    def tablet(self, claim: Claim) -> str:
        """The cookie of a paired tablet."""
        return self._signed("tagana tablet", claim)

    def read_tablet(self, text: str) -> Claim | None:
        """What the cookie claims; None when this unit did not sign it."""
        return self._read("tagana tablet", text)

    def offer(self, claim: Claim) -> str:
        """The token of an offer to pair, for an address."""
        return self._signed("tagana pairing", claim)

    def read_offer(self, text: str) -> Claim | None:
        """What the token claims; None when this unit did not sign it."""
        return self._read("tagana pairing", text)

    def code(self, digits: str) -> bytes:
        """The keyed digest of a short code: who reads the file cannot try all codes on it."""
        return hmac.digest(self._key, b"pairing code " + digits.encode(), "sha256")

    def secret(self, nonce: bytes, key: str) -> bytes | None:
        """The secret of the tablet that this form pairs by that offer: the same form sent twice makes the same tablet; None without a key."""
        told = b"secret of a tablet " + nonce + key.encode()
        return hmac.digest(self._key, told, "sha256")[:SECRET_SIZE] if _KEY.fullmatch(key) else None

    def peppered(self, pin: str) -> str:
        """The PIN as it is hashed: a copy of the database without the unit's key is no way to it."""
        return hmac.digest(self._key, b"pin " + pin.encode(), "sha256").hex()

    def _box(self, salt: str) -> URLSafeSerializer:
        return URLSafeSerializer(self._key, salt=salt, signer_kwargs={"digest_method": hashlib.sha256})

    def _signed(self, salt: str, claim: Claim) -> str:
        return str(self._box(salt).dumps([claim.number, claim.secret.hex()]))

    def _read(self, salt: str, text: str) -> Claim | None:
        try:
            number, secret = self._box(salt).loads(text)
        except BadData:
            return None
        return Claim(number, bytes.fromhex(secret))


def proof(secret: bytes) -> bytes:
    """What the unit keeps of a secret; it has 128 bits, so that nobody can try them all."""
    return hashlib.sha256(secret).digest()


def fresh_code(chance: Callable[[int], bytes]) -> str:
    """Digits for those who have no camera; the skew of 64 bits over 10^8 is nothing."""
    return f"{int.from_bytes(chance(8)) % 10**CODE_DIGITS:0{CODE_DIGITS}}"
