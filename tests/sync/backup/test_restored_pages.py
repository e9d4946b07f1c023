"""The pages of a unit that was really put back: what they say before its center has answered, and after."""

import secrets
import time
from pathlib import Path

from field_node.opened import DATABASE
from field_node.records.message import Message
from field_node.store import outbox
from field_node.web.app import create_app
from field_node.web.opening import opened_desk
from sync.center.store import Center
from tests.sync.backup.parts import backed_up, put_back, shut
from tests.sync.parts import AUnit, opened_unit, served
from tests.sync.walking import linked, save, until_quiet

LOST = "Yang dicatat sesudah cadangan itu tidak ada di unit ini; di pusat hanya bila dulu sudah terkirim."
SILENT = "Pusat belum menjawab sejak unit dipulihkan."


def test_what_was_recorded_after_the_backup_is_never_said_to_be_there(
    center: Center, unit: AUnit, stick: Path
) -> None:
    with served(center) as url:
        save(unit, Message(isi="Sebelum"))
        link = linked(unit, url)
        until_quiet(unit, link)
        link.close()
        made = backed_up(unit, stick)
        save(unit, Message(isi="Sesudah, tidak pernah terkirim"))
        shut(unit)
        (unit.config.data_dir / DATABASE).unlink()
        put_back(unit.config, made)
        assert SILENT in page(unit, "/") and LOST in page(unit, "/antrean")
        began = time.time()
        with opened_unit(unit.config, wall=lambda: time.time() + (time.time() - began) * 200) as again:
            link = linked(again, url)
            uplink, end = again.uplink(link), time.monotonic() + 60
            while outbox.pending(again.store) and time.monotonic() < end:
                again.steps.now += max(uplink.step(), 0.1)
            link.close()
        told = page(unit, "/antrean")
        assert "Isi unit ini sudah diterima pusat" in told and "Semua sudah diterima" not in told
        assert LOST in told and SILENT not in told


def page(unit: AUnit, address: str) -> str:
    with opened_desk(unit.config, chance=secrets.token_bytes) as desk:
        client = create_app(desk, allowed_hosts=("localhost",)).test_client()
        return str(client.get(address).text)
