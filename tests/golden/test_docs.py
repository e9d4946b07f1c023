"""docs/wire.md tells what the code does today."""

from sync.errors import REASONS
from tests.golden.docs import PAGE, page


def test_the_page_of_the_wire_is_current() -> None:
    assert PAGE.read_text("utf-8") == page(), "run: python -m tests.golden.docs"


def test_every_reason_has_its_line_and_no_mark_is_left() -> None:
    text = page()
    assert "{{" not in text
    assert not [reason for reason in REASONS if f"| `{reason}` | " not in text]
