"""`tagana doctor`: looks through the unit's data wholly and names what is not as it was written."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from field_node.config import Config
from field_node.file_sum import is_whole
from field_node.opened import DATABASE, ENROLMENT, KEY
from field_node.records import TYPES
from field_node.store.chain import BadRow, bad_rows
from field_node.store.connection import Store, open_reader
from field_node.store.derived import wrong_rows, wrong_tables
from field_node.store.errors import StoreError, named
from field_node.store.journal import forks
from field_node.store.locker import load_locker
from field_node.store.outbox import broken_receipts


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about what was found; `bad` ones mean that data is damaged."""

    sentence: str
    bad: bool = True


def examine(store: Store) -> Iterator[Finding]:
    """What is wrong with the store, and the version of SQLite. Reads only."""
    yield Finding(f"SQLite {sqlite3.sqlite_version}", bad=False)
    try:
        yield from _integrity(store)
        yield from (_sentence(row) for row in bad_rows(store))
        yield from (Finding(f"Turunan rusak: {name} tidak sesuai jurnal") for name in wrong_tables(store))
        yield from (Finding(f"Turunan rusak: baris {ref} tidak sesuai jurnal") for ref in wrong_rows(store))
        yield from (Finding(f"Tanda terima {ref} rusak") for ref in broken_receipts(store))
        yield from (Finding(f"Kembaran {ref} lewat {carrier}") for ref, carrier, _ in forks(store))
    except (sqlite3.DatabaseError, StoreError, ValueError, LookupError) as error:
        yield _unreadable(error)


def _integrity(store: Store) -> Iterator[Finding]:
    for (line,) in store.run("PRAGMA integrity_check"):
        if line != "ok":
            yield Finding(f"Berkas rusak: {line}")


def _sentence(row: BadRow) -> Finding:
    if not row.type:
        return Finding(f"Jurnal, posisi {row.pos}: {row.what}")
    kind = TYPES[row.type].about.slug if row.type in TYPES else str(row.type)
    return Finding(f"Baris {row.unit}-{row.seq} ({kind}, posisi {row.pos}): {row.what}")


def _unreadable(error: Exception) -> Finding:
    ours = named(error) if isinstance(error, sqlite3.Error) else None
    return Finding(f"Pemeriksaan terhenti, data tidak terbaca: {ours or error}")


def examine_file(path: Path, key_path: Path) -> list[Finding]:
    """The findings for a unit's file; one that does not even open is a finding."""
    try:
        store = open_reader(path, locker=load_locker(key_path))
    except StoreError as error:
        return [Finding(f"Penyimpanan tidak terbuka: {error}")]
    try:
        return list(examine(store))
    finally:
        store.close()


def examine_enrolment(path: Path) -> list[Finding]:
    """What is wrong with the enrolment; nothing where there is none."""
    try:
        plain = json.loads(path.read_bytes())
    except FileNotFoundError:
        return []
    except (OSError, ValueError, RecursionError) as error:
        return [Finding(f"Berkas pendaftaran tidak terbaca: {error}")]
    whole = isinstance(plain, dict) and is_whole(plain)
    return [] if whole else [Finding("Berkas pendaftaran rusak. Minta berkas baru dari pusat.")]


@click.command()
@click.pass_obj
def command(config: Config) -> None:
    """Memeriksa keutuhan data unit."""
    findings = examine_file(config.data_dir / DATABASE, config.secrets_dir / KEY)
    findings += examine_enrolment(config.secrets_dir / ENROLMENT)
    for finding in findings:
        click.echo(finding.sentence)
    if any(finding.bad for finding in findings):
        raise click.exceptions.Exit(1)
    click.echo("Data utuh.")
