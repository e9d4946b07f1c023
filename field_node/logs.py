"""Logging of every process: events and their numbers to stdout, where journald adds time and unit."""

import logging
import sys

# Libraries that write payloads or addresses at info level.
_TALKATIVE = ("meshtastic", "urllib3", "waitress.queue", "werkzeug")


def start(level: str) -> None:
    """Log from `level` ("debug", "info", "warning", "error") up, one line an event; replaces what was set before."""
    logging.basicConfig(
        level=level.upper(), stream=sys.stdout, format="%(levelname)s %(name)s: %(message)s", force=True
    )
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def keep_silent() -> None:
    """Until `start` events go nowhere: a command that a person types answers in sentences alone."""
    root = logging.getLogger()
    if not root.handlers:
        root.addHandler(logging.NullHandler())
