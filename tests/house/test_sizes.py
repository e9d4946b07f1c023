"""Modules say their one job in the first line; files and functions stay small."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINES_OF_A_FILE, LINES_OF_A_FUNCTION, POSITIONAL = 300, 25, 5
OURS = sorted(path for folder in ("field_node", "sync", "hardware") for path in (ROOT / folder).rglob("*.py"))
ALL = OURS + sorted((ROOT / "tests").rglob("*.py"))
Function = ast.FunctionDef | ast.AsyncFunctionDef


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> list[Function]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def length(function: Function) -> int:
    """Lines from `def` to the end, the docstring not counted: a contract may be long."""
    first = function.body[0]
    told = (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    )
    docstring = ((first.end_lineno or 0) - first.lineno + 1) if told else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring


@pytest.mark.parametrize("path", ALL, ids=name)
def test_a_module_begins_with_a_sentence_about_its_one_job(path: Path) -> None:
    if path.name == "__init__.py" and not path.read_text(encoding="utf-8"):
        return
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    first = docstring.partition("\n")[0]
    assert len(first) > 10
    assert first.endswith((".", "?"))


@pytest.mark.parametrize("path", ALL, ids=name)
def test_a_file_has_at_most_300_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LINES_OF_A_FILE


@pytest.mark.parametrize("path", OURS, ids=name)
def test_a_function_has_at_most_25_lines(path: Path) -> None:
    long = {
        function.name: length(function)
        for function in functions(path)
        if length(function) > LINES_OF_A_FUNCTION
    }
    assert not long


@pytest.mark.parametrize("path", OURS, ids=name)
def test_no_name_says_nothing(path: Path) -> None:
    empty = {"utils", "util", "helpers", "helper", "common", "base", "misc", "manager", "handler", "service"}
    assert path.stem not in empty
    tree = ast.parse(path.read_text(encoding="utf-8"))
    classes = [node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    assert not [
        each
        for each in classes
        if each.lower().endswith(("manager", "helper", "handler", "service", "utils"))
    ]
