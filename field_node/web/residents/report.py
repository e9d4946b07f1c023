"""A resident's report: read from its small form, kept as a laporan_warga that says that no volunteer confirmed it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from field_node.records.kamus import kamus
from field_node.records.kinds import Ref, Text
from field_node.records.report import Report
from field_node.store.residents import FROM_RESIDENT
from field_node.web.desk import Desk
from field_node.web.residents.words import ASKED, CHOOSE, TELL, TOO_LONG

LENGTHS = {"cerita": 400, "rahasia": 400, "nama": 60, "telepon": 20}
"""Texts of the form and how long each may be; all but the first are sealed to the center."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, and what is wrong with it: field -> sentence."""

    values: Mapping[str, str]
    place: Ref | None = None
    problems: Mapping[str, str] = field(default_factory=dict)


def asked(desk: Desk) -> dict[str, str]:
    """The kinds of report that can be kept here; protected ones only where they can be sealed."""
    kinds, sealable = kamus().categories, desk.sealable()
    return {code: label for code, label in ASKED.items() if sealable or not kinds[code].protected}


def read(form: Mapping[str, str], places: Mapping[str, Ref], kinds: Mapping[str, str]) -> Typed:
    """The form of a resident. `places`: those that may be chosen, by the value of their option."""
    values = {name: Text().settle(form.get(name, "")) for name in ("kategori", "lokasi", *LENGTHS)}
    problems = {
        name: TOO_LONG.format(most=most) for name, most in LENGTHS.items() if len(values[name]) > most
    }
    if values["kategori"] not in kinds:
        problems["kategori"] = CHOOSE
    if not values["cerita"]:
        problems["cerita"] = TELL
    return Typed(values, places.get(values["lokasi"]), problems)


def report(typed: Typed, desk: Desk) -> Report:
    """The record. Its radio part is ours alone, so that no name that a resident typed goes on air."""
    said, category = typed.values, kamus().categories[typed.values["kategori"]]
    sealed = desk.reading().seal
    secret = "\n".join(
        text for text in (said["cerita"] if category.protected else "", said["rahasia"]) if text
    )
    may_seal = desk.sealable()
    return Report(
        kategori=category.code,
        kanal="aplikasi",
        waktu=desk.now,
        lokasi=typed.place,
        ringkas=f"{FROM_RESIDENT}: {category.label.lower()}",
        isi=None if category.protected else said["cerita"],
        isi_terlindung=sealed(secret) if may_seal and secret else None,
        pelapor=sealed(said["nama"]) if may_seal and said["nama"] else None,
        telepon=sealed(said["telepon"]) if may_seal and said["telepon"] else None,
    )
