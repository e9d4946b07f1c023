"""What may be chosen from a list, and what each choice is called."""

from dataclasses import dataclass

HITS = 20
"""Areas that one search shows."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a list; options of one `group` stand together."""

    value: str
    label: str
    group: str = ""
