"""Names every skipped group and its reason in the last lines of a test run."""

from collections import Counter
from collections.abc import Generator, Iterable
from pathlib import PurePosixPath
from typing import cast

import pytest


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Generator[None]:
    """After everything else that pytest says, so that the lines are the last but the counts."""
    yield
    for line in lines(terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_line(line)


def lines(skipped: Iterable[pytest.TestReport]) -> list[str]:
    """`dilewati: <group>: <reason> (<how many>)` for each group and reason, sorted."""
    counts = Counter((_group(report.nodeid), _reason(report)) for report in skipped)
    return [f"dilewati: {group}: {reason} ({count})" for (group, reason), count in sorted(counts.items())]


def _group(nodeid: str) -> str:
    """The folder below tests, or the file when it lies in tests itself."""
    parts = PurePosixPath(nodeid.split("::", maxsplit=1)[0]).parts
    return "/".join(parts[1:-1]) or parts[-1]


def _reason(report: pytest.TestReport) -> str:
    """What pytest.skip() or the mark said."""
    _file, _line, reason = cast("tuple[str, int, str]", report.longrepr)
    return reason.removeprefix("Skipped: ")
