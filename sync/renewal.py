"""The unit's leaf is renewed in passing: after a contact, once a day at most, when it ends within 60 days."""

import logging
from collections.abc import Callable
from functools import partial

from sync.errors import LinkDown, SyncError
from sync.leaf import RENEW_DAYS, BadLeaf, days_left, demand_better
from sync.links.errand import Errand, Ring, no_bell
from sync.unit_end import UnitEnd

DAY_S = 86_400
ASKED_AT = "leaf_asked_at"
_log = logging.getLogger(__name__)


class Renewal:
    """`fetch`: the certificate that the center has for a unit number, asked for in a thread of its own; raises LinkDown."""

    def __init__(self, end: UnitEnd, fetch: Callable[[int], bytes], ring: Ring = no_bell) -> None:
        self._end, self._fetch = end, fetch
        self._errand = Errand[bytes](ring)

    @property
    def waits(self) -> bool:
        """A certificate was asked for and is not here yet."""
        return self._errand.waits

    def look(self) -> None:
        """Asks when it is time."""
        now = self._end.now()
        if not self._end.clock_trusted() or abs(now - (self._end.ledger.get(ASKED_AT) or 0)) < DAY_S:
            return
        self._end.ledger.put({ASKED_AT: now})
        if self._ends_soon(now) and not self.waits:
            self._errand.begin(partial(self._fetch, self._end.enrolled.keys.unit))

    def hear(self) -> None:
        """Takes what came since. Whatever is wrong is logged: the old certificate stays."""
        came = self._errand.take()
        if came is None:
            return
        try:
            self._keep(came)
        except (LinkDown, BadLeaf, OSError) as error:
            _log.warning("the certificate of the pages is not renewed: %s", error)

    def _ends_soon(self, now: int) -> bool:
        own = self._end.enrolled.leaf_cert
        return bool(own) and days_left(own.encode(), now) < RENEW_DAYS

    def _keep(self, came: bytes | SyncError) -> None:
        if isinstance(came, SyncError):
            raise came
        keep_better(self._end, came)


def keep_better(end: UnitEnd, came: bytes) -> None:
    """Another certificate (PEM) takes the place of the unit's own, whoever brought it. Raises BadLeaf, OSError."""
    mine, now = end.enrolled, end.now()
    old, key, ca = mine.leaf_cert.encode(), mine.leaf_key.encode(), mine.ca.encode()
    demand_better(came, old, key=key, ca=ca, now=now)
    end.keep_leaf(came.decode())
    _log.info("the certificate of the pages is renewed for %d days", days_left(came, now))
