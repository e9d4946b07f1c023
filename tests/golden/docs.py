"""Writes docs/wire.md from the layout text and the vectors.

python -m tests.golden.docs
"""

from pathlib import Path

from sync import errors
from tests.golden.wire_inputs import CONTENTS, KEYS, Case
from tests.golden.wire_vectors import MAKERS, read

TEXT = Path(__file__).parent / "wire_text.md"
PAGE = Path(__file__).parents[2] / "docs" / "wire.md"


def page() -> str:
    """The whole page as it should be."""
    text = TEXT.read_text("utf-8")
    for name in MAKERS:
        text = text.replace("{{" + name + "}}", "".join(_case(case) for case in read(name)))
    said = {
        "reasons": _reasons(),
        "operation": f"`{KEYS.operation.hex()}`",
        "start": str(KEYS.start),
        "contents": CONTENTS.hex(),
    }
    for name, value in said.items():
        text = text.replace("{{" + name + "}}", value)
    return text


def _reasons() -> str:
    """The table of reasons, from the comments beside them."""
    lines = Path(errors.__file__).read_text("utf-8").partition("Reason = Literal[")[2].partition("\n]")[0]
    pairs = (line.strip().partition(",  # ") for line in lines.strip().splitlines())
    rows = (f"| `{name.strip(chr(34))}` | {meaning} |\n" for name, _, meaning in pairs)
    return "| reason | meaning |\n|---|---|\n" + "".join(rows).rstrip()


def _case(case: Case) -> str:
    lines = (f"{name:16} {_value(value)}" for name, value in case.items() if name != "name")
    return f"\n**{case['name']}**\n\n```\n" + "\n".join(lines) + "\n```\n"


def _value(value: object) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value)) or "-"
    if isinstance(value, dict):
        return (
            ", ".join(f"{name} {inner}" for name, inner in value.items() if inner not in (None, [], False))
            or "-"
        )
    return "-" if value is None else str(value) or "(empty)"


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), "utf-8")
