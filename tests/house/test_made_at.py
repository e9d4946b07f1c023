"""Pages tell when an entry was made by `desk.made` and `desk.age_of`: its `made_at` may be the time of a wrong clock."""

import ast
from collections.abc import Iterator
from pathlib import Path

WEB = Path(__file__).parents[2] / "field_node" / "web"
PUT_RIGHT = {
    "kept/record.py": "says beside the right time what was written first",
    "daily/goods.py": "as_of.Stated, put right by the store",
    "daily/people.py": "what a neighbour said: its corrections never come here",
    "stock/journeys.py": "under_way.Shipment, put right by the store",
    "stock/rows.py": "stocktaking.Last, put right by the store",
}
"""Where another `made_at` is read, and why it is no lie."""


def readings() -> Iterator[tuple[str, int]]:
    """File and line of each reading of a `made_at`; that of a stamp is the time of now."""
    for path in sorted(WEB.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr == "made_at" and not _of_a_stamp(node.value):
                yield str(path.relative_to(WEB)), node.lineno


def _of_a_stamp(said: ast.expr) -> bool:
    return ast.unparse(said).endswith(("stamp", "stamp()"))


def test_no_page_reads_the_time_that_was_written_first() -> None:
    assert [f"{file}:{line}" for file, line in readings() if file not in PUT_RIGHT] == []


def test_no_template_reads_it_either() -> None:
    assert [path.name for path in WEB.rglob("*.html") if ".made_at" in path.read_text(encoding="utf-8")] == []
