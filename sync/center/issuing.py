"""What is typed at `tagana center issue`: read, examined, issued."""

from collections.abc import Mapping

import click

from field_node.records import type_by_slug
from field_node.records.kinds import InvalidValue, Ref, UnitNumber
from field_node.records.record import Entry, Record, examined, fields
from field_node.web.said.times import Zone
from sync.center.issue import issue
from sync.center.known import KnownHere
from sync.center.parse import read_record
from sync.center.store import Center
from sync.center.units import read_units
from sync.frames import CENTER


def issue_typed(
    center: Center,
    slug: str,
    values: tuple[str, ...],
    *,
    now: int,
    zone: Zone,
    beside: Mapping[str, str | None],
) -> Entry:
    """The entry of `field=value` texts. `beside`: kejadian, koreksi, alasan. Raises InvalidRecord, or says what is wrong."""
    incident, corrects = _ref(beside, "kejadian"), _ref(beside, "koreksi")
    record = _examined(center, _read(slug, _given(values), zone), (now, incident, corrects))
    return issue(
        center, record, now=now, incident=incident, corrects=corrects, reason=beside.get("alasan") or None
    )


def _ref(beside: Mapping[str, str | None], name: str) -> Ref | None:
    text = beside.get(name)
    try:
        return Ref.parse(text) if text else None
    except InvalidValue as error:
        raise click.ClickException(f"--{name}: nama entri, misalnya 0-1.") from error


def _given(values: tuple[str, ...]) -> Mapping[str, str]:
    for each in values:
        if "=" not in each:
            raise click.ClickException(f"'{each}' bukan ISIAN=NILAI, misalnya isi=\"Siaga malam ini\".")
    return dict(each.partition("=")[::2] for each in values)


def _read(slug: str, given: Mapping[str, str], zone: Zone) -> Record:
    try:
        record_type = type_by_slug(slug)
    except KeyError as error:
        raise click.ClickException(f"Tidak ada jenis data '{slug}'.") from error
    return read_record(record_type, given, zone)


def _examined(center: Center, record: Record, at: tuple[int, Ref | None, Ref | None]) -> Record:
    """The record as it is kept. Raises InvalidRecord for what its own rules refuse."""
    with center.reader.connect() as conn:
        kept, _ = examined(record, KnownHere(conn, *at))
        addressed = {
            one.name: getattr(kept, one.name)
            for one in fields(type(kept))
            if isinstance(one.kind, UnitNumber) and getattr(kept, one.name) is not None
        }
        enrolled = read_units(conn, addressed.values())
    strangers = [name for name, unit in addressed.items() if unit not in {CENTER, *enrolled}]
    if strangers:
        raise click.ClickException(f"{strangers[0]}: unit {addressed[strangers[0]]} belum terdaftar.")
    return kept
