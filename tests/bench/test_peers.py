"""What the peers of the bench send holds every record, and they say that all is kept only when it is."""

import json
import sqlite3
from pathlib import Path

import pytest

from field_node.records.plain import to_plain
from tests.bench import peers_forms as forms
from tests.bench import work
from tests.bench.peers_kept import Kept
from tests.bench.peers_ways import Sent


@pytest.fixture
def lines() -> list[str]:
    made = enumerate(work.records(300, until=1_795_334_400))
    return [
        json.dumps({"unit": 1, "seq": seq, "made_at": at, **to_plain(record)}) for seq, (at, record) in made
    ]


def test_json_lines_give_back_every_record(lines: list[str]) -> None:
    assert forms.from_ndjson(forms.ndjson(lines)) == list(map(json.loads, lines))


@pytest.mark.group("bench extra")
def test_rows_give_back_every_record(lines: list[str]) -> None:
    for library in ("msgpack", "zstandard"):
        pytest.importorskip(library, reason=f"{library} is missing (extra: bench)")
    assert forms.from_rows(forms.rows(lines)) == list(map(json.loads, lines))


@pytest.mark.parametrize(("each", "runs"), [(0, 1), (120, 3)])
def test_batches_leave_none_out(lines: list[str], each: int, runs: int) -> None:
    found = list(forms.batches(lines, each))
    assert len(found) == runs
    assert [line for batch in found for line in batch] == lines


def test_all_is_kept_only_when_each_record_is_there_once(
    lines: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = list(map(json.loads, lines))
    kept = Kept(str(tmp_path / "peer.db"), len(told))
    assert [kept.keep(told[:200]), kept.keep(told[:200])] == [200, 0]
    assert not capsys.readouterr().out
    assert kept.keep(told) == 100
    assert "kept" in json.loads(capsys.readouterr().out)
    conn = sqlite3.connect(tmp_path / "peer.db")
    assert conn.execute("SELECT count(*) FROM entry").fetchone() == (300,)
    conn.close()


def test_what_is_extrapolated_keeps_the_first_confirmation() -> None:
    sent = Sent(first_s=4, kept_s=14, told_s=15, up_kb=50, down_kb=10, messages=200)
    assert sent.times(5) == Sent(4, 54, 59, 250, 50, 1000)
