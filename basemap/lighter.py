"""Fewer points for the same coast: rings cut to the box, then without the points that nobody sees at that distance."""

from collections.abc import Callable, Sequence

from basemap.gshhg import BOX, Point

Edge = tuple[int, float, int]
"""Axis, value, and 1 when what is greater stays inside, else -1."""


def cut(ring: Sequence[Point], box: tuple[float, float, float, float] = BOX) -> list[Point]:
    """The part of the ring in the box (Sutherland and Hodgman 1974); along the border where it was cut."""
    edges: tuple[Edge, ...] = ((0, box[0], 1), (1, box[1], 1), (0, box[2], -1), (1, box[3], -1))
    for edge in edges:
        if any((point[edge[0]] - edge[1]) * edge[2] < 0 for point in ring):
            ring = _cut_at(ring, edge)
    return list(ring)


def _cut_at(ring: Sequence[Point], edge: Edge) -> list[Point]:
    axis, value, side = edge
    kept: list[Point] = []
    for before, point in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
        was, is_in = ((one[axis] - value) * side >= 0 for one in (before, point))
        if was != is_in:
            kept.append(_crossing(before, point, axis, value))
        if is_in:
            kept.append(point)
    return kept


def _crossing(one: Point, other: Point, axis: int, value: float) -> Point:
    part = (value - one[axis]) / (other[axis] - one[axis])
    across = one[1 - axis] + part * (other[1 - axis] - one[1 - axis])
    return (value, across) if axis == 0 else (across, value)


def thinned(ring: Sequence[Point], degrees: float) -> list[Point]:
    """The ring without points closer than that to the line that stays (Douglas and Peucker 1973)."""
    if len(ring) < 4:
        return list(ring)
    half = max(range(len(ring)), key=lambda n: _far(ring[n], ring[0]))
    closed = [*ring, ring[0]]
    kept = {0, half}
    for first, last in ((0, half), (half, len(ring))):
        _keep(closed, first, last, (degrees**2, kept.add))
    return [ring[n] for n in sorted(kept)]


def _keep(line: Sequence[Point], first: int, last: int, rule: tuple[float, Callable[[int], None]]) -> None:
    """Tells which points between first and last stay."""
    waiting = [(first, last)]
    while waiting:
        low, high = waiting.pop()
        far, at = max(
            ((_off(line[n], line[low], line[high]), n) for n in range(low + 1, high)), default=(0, 0)
        )
        if far > rule[0]:
            rule[1](at)
            waiting += ((low, at), (at, high))


def _far(one: Point, other: Point) -> float:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2


def _off(point: Point, low: Point, high: Point) -> float:
    """Square of the distance from the line between low and high."""
    east, north = high[0] - low[0], high[1] - low[1]
    length = east * east + north * north
    if not length:
        return _far(point, low)
    part = ((point[0] - low[0]) * east + (point[1] - low[1]) * north) / length
    part = min(1.0, max(0.0, part))
    return _far(point, (low[0] + part * east, low[1] + part * north))
