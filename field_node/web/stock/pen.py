"""Signatures on papers: what was drawn as a line of SVG, who signed as what."""

from dataclasses import dataclass

from field_node.records.handover import PARTY, Signature, strokes
from field_node.records.record import Entry

LABELS = dict(PARTY.options)


@dataclass(frozen=True, slots=True)
class Signed:
    """One party of a paper. `path`: what was drawn, "" for a signature on paper; `name`, `post`: "" while unknown."""

    role: str
    label: str
    name: str = ""
    post: str = ""
    path: str = ""


def path_of(drawn: str) -> str:
    """The strokes as the `d` of an SVG path on the grid of 240 by 120; a single touch is a dot."""
    return "".join(
        f"M{'L'.join(f'{x} {y}' for x, y in stroke)}{'h0' if len(stroke) == 1 else ''}"
        for stroke in strokes(drawn)
    )


def signed(entries: list[Entry]) -> dict[str, Signed]:
    """role -> who signed as that, the newest signature of each."""
    found = (one.record for one in entries)
    return {
        one.peran: Signed(
            one.peran, LABELS[one.peran], one.nama or "", one.jabatan or "", path_of(one.goresan or "")
        )
        for one in found
        if isinstance(one, Signature)
    }
