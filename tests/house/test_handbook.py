"""docs/records.md says what the declarations say."""

from pathlib import Path

from field_node.records import handbook, kinds

PAGE = Path(__file__).parents[2] / "docs/records.md"


def test_the_page_of_record_types_is_current() -> None:
    assert PAGE.read_text("utf-8") == handbook.page(), "run make docs"


def test_every_kind_has_its_words() -> None:
    declared = {one for one in vars(kinds).values() if isinstance(one, type) and issubclass(one, kinds.Kind)}
    assert declared - {kinds.Kind} == set(handbook._HELD)
