"""The unit's leaf is renewed in passing: after a contact, once a day at most, when it ends within 60 days."""

import logging
from collections.abc import Callable

from sync.errors import LinkDown
from sync.leaf import RENEW_DAYS, BadLeaf, days_left, demand_better
from sync.unit_end import UnitEnd

DAY_S = 86_400
ASKED_AT = "leaf_asked_at"
_log = logging.getLogger(__name__)


class Renewal:
    """`fetch`: the certificate that the center has for a unit number; raises LinkDown."""

    def __init__(self, end: UnitEnd, fetch: Callable[[int], bytes]) -> None:
        self._end, self._fetch = end, fetch

    def look(self) -> None:
        """Asks when it is time. Whatever is wrong is logged: the old certificate stays."""
        now = self._end.now()
        if not self._end.clock_trusted() or abs(now - (self._end.ledger.get(ASKED_AT) or 0)) < DAY_S:
            return
        self._end.ledger.put({ASKED_AT: now})
        if not self._ends_soon(now):
            return
        try:
            self._renew(now)
        except (LinkDown, BadLeaf, OSError) as error:
            _log.warning("the certificate of the pages is not renewed: %s", error)

    def _ends_soon(self, now: int) -> bool:
        own = self._end.enrolled.leaf_cert
        return bool(own) and days_left(own.encode(), now) < RENEW_DAYS

    def _renew(self, now: int) -> None:
        mine = self._end.enrolled
        fresh = self._fetch(mine.keys.unit)
        old, key, ca = mine.leaf_cert.encode(), mine.leaf_key.encode(), mine.ca.encode()
        demand_better(fresh, old, key=key, ca=ca, now=now)
        self._end.keep_leaf(fresh.decode())
        _log.info("the certificate of the pages is renewed for %d days", days_left(fresh, now))
