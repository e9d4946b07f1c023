"""Logging of a process."""

import subprocess
import sys

PROCESS = """
import logging
from field_node import logs
logs.start("info")
logging.getLogger("sync.uplink").info("sent frames=%d bytes=%d", 3, 512)
logging.getLogger("sync.uplink").debug("not shown")
logging.getLogger("meshtastic").info("a payload")
logging.getLogger("meshtastic").warning("the radio is gone")
"""


def test_events_go_to_stdout_and_talkative_libraries_only_warn() -> None:
    out = subprocess.run([sys.executable, "-c", PROCESS], capture_output=True, text=True, check=True)
    assert out.stdout == "INFO sync.uplink: sent frames=3 bytes=512\nWARNING meshtastic: the radio is gone\n"
    assert out.stderr == ""
