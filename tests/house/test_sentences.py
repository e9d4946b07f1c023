"""Every code that can be said to people has its sentence, and a sentence asks only for values that are given."""

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from field_node.web.said.texts import SENTENCES, sentence

ROOT = Path(__file__).parents[2]
SAYS = ("InvalidValue", "warns", "blocks")


def calls() -> Iterator[ast.Call]:
    """Every call that names a code, also `(blocks if ... else warns)(...)`."""
    for path in (ROOT / "field_node").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and any(name in SAYS for name in names(node.func)):
                yield node


def names(said: ast.expr) -> Iterator[str]:
    if isinstance(said, ast.Name):
        yield said.id
    elif isinstance(said, ast.IfExp):
        yield from names(said.body)


def codes() -> dict[str, set[str]]:
    """code -> the values that every place which says it gives."""
    found: dict[str, set[str]] = {}
    for call in calls():
        if call.args and isinstance(call.args[0], ast.Constant):
            given = {word.arg for word in call.keywords if word.arg is not None} - {"field"}
            code = str(call.args[0].value)
            found[code] = found.get(code, given) & given
    return found


def test_every_code_has_its_sentence() -> None:
    assert sorted(set(codes()) - set(SENTENCES)) == []


def test_a_sentence_asks_only_for_what_is_given() -> None:
    for code, given in codes().items():
        asked = {name for _, name, _, _ in Formatter().parse(SENTENCES[code]) if name}
        assert asked <= given, code


def test_codes_are_written_out_where_they_are_said() -> None:
    unseen = [ast.unparse(call) for call in calls() if not isinstance(call.args[0], ast.Constant)]
    assert [call for call in unseen if "error.code" not in call] == []


def test_sentences_are_sentences() -> None:
    assert [code for code, text in SENTENCES.items() if text[-1] not in ".?"] == []
    assert sentence("kk_melebihi_jiwa", {"kk": 5, "jiwa": 4}) == "KK (5) lebih banyak daripada jiwa (4)."
