"""What a form brought, without what lets somebody in: a PIN never goes back onto a page."""

from collections.abc import Set

from werkzeug.datastructures import MultiDict

PIN, PERSON = "_pin", "_orang"
"""Fields that may come along with any form: who signs in to send it."""
SIGN_IN = frozenset({PIN, PERSON})
SECRETS = SIGN_IN | {"pin", "pin_lagi"}
CONTROLS = frozenset({"kunci", "kartu", "kembali", "cari"})
"""Fields that nobody typed."""


def typed(form: MultiDict[str, str], without: Set[str] = SECRETS) -> list[tuple[str, str]]:
    """Names and texts in the order of the form. Only what is not shown may be asked for with less `without`."""
    return [(name, text) for name, text in form.items(multi=True) if name not in without]


def shown(form: MultiDict[str, str]) -> list[tuple[str, str]]:
    """What was typed, so that nobody has to remember it."""
    return [(name, text) for name, text in typed(form) if text and name not in CONTROLS]
