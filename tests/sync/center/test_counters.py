"""The center's counters among several processes."""

from sync.center.store import Center, open_center
from tests.sync.center.parts import NOW


def test_what_is_drawn_later_is_higher_whichever_process_draws_it(center: Center) -> None:
    """Else a unit that heard the one would take the other's newer slip for an old one."""
    console = open_center(center.secrets.parent)
    drawn = [(console if one % 3 else center).counters.draw(1, NOW)[0] for one in range(60)]
    console.close()
    assert drawn == sorted(set(drawn))
