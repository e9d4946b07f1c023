"""TLS to our center from a machine whose clock is years off: a real process under faketime."""

import os
import shutil
import ssl
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from tests.sync.moody_server import serving, well

PROGRAM = """
import sys, warnings
from pathlib import Path
from urllib3.exceptions import SystemTimeWarning
warnings.simplefilter("ignore", SystemTimeWarning)
from sync.links import LinkTrouble
from sync.links.internet import Internet
link = Internet(sys.argv[1], Path(sys.argv[2]), clock_trusted=lambda: sys.argv[3] == "trusted")
try:
    print(len(link.exchange([bytes(30)], 0).frames))
except LinkTrouble as trouble:
    print(trouble.problem)
"""


def under(date: str, *words: str) -> str:
    """What the program says while its wall clock shows that date; the monotonic one stays real."""
    faked = os.environ | {"DONT_FAKE_MONOTONIC": "1"}
    ran = subprocess.run(
        ["faketime", date, sys.executable, "-c", PROGRAM, *words],
        env=faked,
        capture_output=True,
        text=True,
        timeout=60,
        cwd=Path(__file__).parents[3],
    )
    return ran.stdout.strip() or ran.stderr


@pytest.mark.skipif(shutil.which("faketime") is None, reason="faketime is not installed")
@pytest.mark.parametrize("date", ["2019-01-02 00:00:00", "2040-01-02 00:00:00"])
def test_our_center_is_heard_and_a_stranger_is_not(tmp_path: Path, date: str) -> None:
    ours, strange = trustme.CA(), trustme.CA()
    ours.cert_pem.write_to_path(str(tmp_path / "ours.pem"))
    strange.cert_pem.write_to_path(str(tmp_path / "strange.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    now = datetime.now(UTC)
    leaf = ours.issue_cert(
        "127.0.0.1", not_before=now - timedelta(days=1), not_after=now + timedelta(days=397)
    )
    leaf.configure_cert(context)
    with serving(well, tls=context) as server:
        assert under(date, server.url, str(tmp_path / "ours.pem"), "untrusted") == "1"
        assert under(date, server.url, str(tmp_path / "strange.pem"), "untrusted") == "certificate"
        refused = under(date, server.url, str(tmp_path / "ours.pem"), "trusted")
    assert refused == "expired"
