"""Where a unit was on its trail, and where it is expected next: the way goes on as before, a little slower."""

from dataclasses import dataclass

TICK_S, STANDING = 30, 20
"""One step of a trail's time; so many ticks without a fix are a halt: field_node.thinning keeps a sign of life in 600 s."""
WHOLE = 256
"""Speeds and damping are counted in so many parts."""
DRIVES, STARTS, STANDS = range(3)


@dataclass(slots=True)
class Trail:
    """Where the unit was. steps, speeds: latitude and longitude; scales: four times the usual error of each way of going on."""

    at: int
    steps: list[int]
    speeds: list[int]
    scales: list[int]
    stood: bool = True
    way: int = STARTS
    gap: int = 0
    errors: tuple[int, int] = (0, 0)
    moved: tuple[int, int] = (0, 0)

    def goes_on(self, made_at: int) -> None:
        """Time passes: how many ticks, and which error is usual."""
        self.gap = max(0, (made_at - self.at) // TICK_S)
        self.at = made_at
        self.way = STANDS if self.gap >= STANDING else STARTS if self.stood else DRIVES

    def expected(self, axis: int, damping: tuple[int, ...]) -> int:
        if self.way != DRIVES:
            return self.steps[axis]
        return self.steps[axis] + (self.speeds[axis] * damping[self.gap] + WHOLE * WHOLE // 2) // (
            WHOLE * WHOLE
        )

    def comes(self, axis: int, step: int, error: int) -> None:
        """The fix that came."""
        moved = step - self.steps[axis]
        self.moved = (moved, 0) if axis == 0 else (self.moved[0], moved)
        self.steps[axis] = step
        self.speeds[axis] = 0 if self.way == STANDS else moved * WHOLE // max(1, self.gap)
        self.errors = (abs(error), 0) if axis == 0 else (self.errors[0], abs(error))
        if axis:
            scale = self.scales[self.way]
            self.scales[self.way] = max(1, scale + (2 * sum(self.errors) - scale) // 4)
            self.stood = self.way == STANDS


def damping_of(keeps: int) -> tuple[int, ...]:
    """How much of the last tick's way is expected in so many ticks, in 1/256; each keeps `keeps`/256 of the one before."""
    found, left = [0], WHOLE
    for _ in range(STANDING):
        left = left * keeps // WHOLE
        found.append(found[-1] + left)
    return tuple(found)
