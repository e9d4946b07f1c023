"""Pages that began on a file that did not open begin anew when it does, and not before."""

import os
import secrets
import signal
from pathlib import Path

import pytest

from field_node.config import Config
from field_node.opened import DATABASE
from field_node.web.mended import LOOK_EVERY_S, Mending, OpensAgain
from field_node.web.opening import opened_desk
from tests.field_node.web.test_serve import Process


def test_a_file_that_opens_again_is_seen_at_the_next_look(config: Config) -> None:
    file, now = config.data_dir / DATABASE, [0.0]
    file.write_bytes(b"not a database" * 1000)
    with opened_desk(config, chance=secrets.token_bytes) as desk:
        mending = Mending(desk.door, config, monotonic=lambda: now[0])
        now[0] += LOOK_EVERY_S
        mending.look()
        file.unlink()
        now[0] += LOOK_EVERY_S - 1
        mending.look()
        now[0] += 1
        with pytest.raises(OpensAgain):
            mending.look()


def test_a_sound_file_is_not_opened_twice(config: Config) -> None:
    now = [0.0]
    with opened_desk(config, chance=secrets.token_bytes) as desk:
        mending = Mending(desk.door, config, monotonic=lambda: now[0])
        now[0] += LOOK_EVERY_S
        mending.look()


def test_the_process_ends_so_that_it_is_started_on_the_whole_file(tmp_path: Path) -> None:
    file = tmp_path / DATABASE
    file.write_bytes(b"not a database" * 1000)
    running = Process(tmp_path)
    try:
        assert running.get("/catat/catatan") == 503
        file.unlink()
        assert running.child.wait(LOOK_EVERY_S + 20) not in (0, os.EX_CONFIG, -signal.SIGKILL)
    finally:
        running.child.kill()
        running.child.wait()
        running.notices.close()
        assert running.child.stdout
        running.child.stdout.close()
