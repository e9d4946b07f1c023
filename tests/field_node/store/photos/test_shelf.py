"""Files are kept whole, once, locked; pieces go where the file ends; a full disk leaves nothing half done."""

import fcntl
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest

from field_node.store.photos.shelf import BEGUN, Damaged, Shelf
from tests.pictures import a_jpeg

KEY = b"f" * 32


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "foto", KEY)


def test_a_file_is_found_again_under_its_digest_and_only_by_its_key(shelf: Shelf, tmp_path: Path) -> None:
    content = a_jpeg()
    digest = shelf.keep(content)
    assert digest == sha256(content).digest() == shelf.keep(content)
    assert shelf.has(digest) and shelf.read(digest) == content
    assert shelf.read(bytes(32)) is None
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 1 and content[50:90] not in files[0].read_bytes()
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "foto").rglob("*")} == {0}
    with pytest.raises(Damaged):
        Shelf(tmp_path / "foto", b"g" * 32).read(digest)


def test_a_damaged_file_is_told_and_mended_by_the_same_again(shelf: Shelf, tmp_path: Path) -> None:
    content = a_jpeg()
    digest = shelf.keep(content)
    (path,) = (path for path in tmp_path.rglob("*") if path.is_file())
    rotten = bytearray(path.read_bytes())
    rotten[70] ^= 1
    path.write_bytes(rotten)
    with pytest.raises(Damaged):
        shelf.read(digest)
    shelf.keep(content)
    assert shelf.read(digest) == content


def test_pieces_are_taken_in_order_and_once(shelf: Shelf) -> None:
    assert shelf.begun("a") == 0 and shelf.gathered("a") == b""
    assert shelf.add("a", 0, b"abc") == 3
    assert shelf.add("a", 0, b"abc") == 3
    assert shelf.add("a", 5, b"xy") == 3
    assert shelf.add("a", 3, b"def") == 6
    assert shelf.gathered("a") == b"abcdef" and shelf.begun_bytes() == 6 and shelf.begun_bytes("b") == 0
    shelf.drop("a")
    shelf.drop("a")
    assert shelf.begun("a") == 0


def test_a_name_cannot_lead_out_of_the_folder(shelf: Shelf) -> None:
    for name in ("../../x", "/etc/passwd", "", "a.b"):
        with pytest.raises(ValueError, match="name"):
            shelf.add(name, 0, b"x")


def test_what_nobody_went_on_with_is_swept_away(shelf: Shelf, tmp_path: Path) -> None:
    shelf.add("old", 0, b"x")
    shelf.add("young", 0, b"y")
    long_ago = time.time() - 90_000
    os.utime(tmp_path / "foto" / BEGUN / "old", (long_ago, long_ago))
    digest = shelf.keep(a_jpeg())
    torn = tmp_path / "foto" / digest.hex()[:2] / f"{digest.hex()}.0a0b"
    torn.write_bytes(b"half")
    os.utime(torn, (long_ago, long_ago))
    assert shelf.sweep(time.time() - 86_400) == 2
    assert shelf.has(digest) and not torn.exists()
    assert (shelf.begun("old"), shelf.begun("young")) == (0, 1)


FULL = """
import resource, signal, sys
from pathlib import Path
from field_node.store.photos.shelf import Shelf
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, 5_000))
shelf = Shelf(Path(sys.argv[1]), b"f" * 32)
shelf.add("a", 0, bytes(4_000))
for act in (lambda: shelf.add("a", 4_000, bytes(4_000)), lambda: shelf.keep(bytes(9_000))):
    try:
        act()
    except OSError:
        continue
    raise SystemExit("taken")
print(shelf.begun("a"), [path.name for path in Path(sys.argv[1]).rglob("*") if path.is_file()])
"""


def test_where_a_write_fails_nothing_of_it_stays(tmp_path: Path) -> None:
    """A limit of the kernel on the size of files stands for the full disk: a write ends short in the same way."""
    said = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path / "foto")], capture_output=True, text=True, check=False
    )
    assert said.stdout.strip() == "4000 ['a']", said.stderr


def test_what_goes_while_it_is_looked_at_counts_nothing(shelf: Shelf, tmp_path: Path) -> None:
    shelf.add("a", 0, b"abc")
    (tmp_path / "foto" / BEGUN / "b").symlink_to("nowhere")
    assert shelf.begun_bytes() == 3
    assert shelf.sweep(time.time() + 60) == 1 and shelf.begun("a") == 0


def test_a_piece_for_a_part_that_was_dropped_meanwhile_is_not_lost(shelf: Shelf, tmp_path: Path) -> None:
    shelf.add("a", 0, b"")
    part = tmp_path / "foto" / BEGUN / "a"
    with part.open("rb") as held, ThreadPoolExecutor(1) as others:
        fcntl.flock(held, fcntl.LOCK_EX)
        have = others.submit(shelf.add, "a", 0, b"abc")
        until = time.monotonic() + 20
        while f":{part.stat().st_ino} " not in _waiting() and time.monotonic() < until:
            threading.Event().wait(0.002)
        shelf.drop("a")
        fcntl.flock(held, fcntl.LOCK_UN)
        assert have.result(20) == 3
    assert shelf.gathered("a") == b"abc"


def _waiting() -> str:
    """Who waits for a lock, proc_locks(5)."""
    return "".join(line for line in Path("/proc/locks").read_text().splitlines() if "->" in line)
