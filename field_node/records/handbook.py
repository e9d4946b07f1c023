"""The register as a page for people, docs/records.md: every type and field, written from the declarations."""

import sys
from collections.abc import Callable
from typing import Any

from field_node.records import TYPES, kinds
from field_node.records.kinds import Kind
from field_node.records.plain import UnknownKind
from field_node.records.record import Field, Record, fields

_HEAD = """# Record types

Written from the declarations in `field_node/records` by `make docs`; a test keeps it current. The number of a type and the order of its
fields are their place on the wire and never change. A field that is not marked required may be null: "belum didata", which is never zero.
*No radio* travels by internet or by hand only; *sealed* can be read by the center alone; *locked* is encrypted at rest and read by role.
"""

_HELD: dict[type[Kind], Callable[[Any], str]] = {
    kinds.Flag: lambda kind: "yes or no",
    kinds.Count: lambda kind: f"count, 0 to {kind.most:,}",
    kinds.Amount: lambda kind: f"amount in base units of the item, {kind.least:,} to {kind.most:,}",
    kinds.Degrees: lambda kind: f"degrees WGS84, ±{kind.limit}, grid 0.00001",
    kinds.Choice: lambda kind: "one of " + ", ".join(f"`{code}`" for code in kind.codes()),
    kinds.Moment: lambda kind: f"instant, UTC, grid {kind.resolution_s} s",
    kinds.Day: lambda kind: "day",
    kinds.Text: lambda kind: f"text, at most {kind.most}",
    kinds.Official: lambda kind: f"text, at most {kind.most}, locked",
    kinds.Region: lambda kind: "Kemendagri code, dotted",
    kinds.Reference: lambda kind: f"entry of type `{kind.to}`" if kind.to else "any entry",
    kinds.Item: lambda kind: "item of the kamus",
    kinds.UnitNumber: lambda kind: "unit, 0 to 65,535",
    kinds.Digest: lambda kind: "SHA-256 of a file",
    kinds.Person: lambda kind: "text, sealed",
    kinds.Several: lambda kind: f"up to {kind.most}: {held(kind.kind)}",
}


def held(kind: Kind) -> str:
    """What a kind holds, in words. Raises UnknownKind."""
    if type(kind) not in _HELD:
        raise UnknownKind(type(kind).__name__)
    return _HELD[type(kind)](kind)


def page() -> str:
    """The whole page."""
    return _HEAD + "".join(_type(number, record_type) for number, record_type in sorted(TYPES.items()))


def _type(number: int, record_type: type[Record]) -> str:
    about = record_type.about
    newest = (
        f" A view keeps the newest by {', '.join(f'`{name}`' for name in about.newest.key)}."
        if about.newest
        else ""
    )
    said = (
        f"{about.label}. Number {number}, class {about.urgency.name}, made by: {about.author.value}.{newest}"
    )
    table = "| field | label | holds | | HXL |\n|---|---|---|---|---|\n"
    return f"\n## `{about.slug}`\n\n{said}\n\n{table}{''.join(_row(one) for one in fields(record_type))}"


def _row(one: Field) -> str:
    marks = ["required"] * one.required + ["no radio"] * (not one.radio)
    label = f"{one.label} ({one.unit})" if one.unit else one.label
    tag = f"`{one.hxl}`" if one.hxl else ""
    return f"| `{one.name}` | {label} | {held(one.kind)} | {', '.join(marks)} | {tag} |\n"


if __name__ == "__main__":
    sys.stdout.write(page())
