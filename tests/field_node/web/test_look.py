"""The colours of every theme: text has a contrast of 7:1, marks that only accompany a word 3:1; each theme names all of them."""

import re
from importlib.resources import files

import pytest

STYLE = files("field_node.web").joinpath("static", "tagana.css").read_text(encoding="utf-8")
BLOCKS = re.findall(r"(:root[^{]*)\{([^}]*)\}", STYLE)
TEXT = (
    *(
        ("ink", "paper"),
        ("ink", "card"),
        ("soft", "paper"),
        ("soft", "card"),
        ("link", "paper"),
        ("link", "card"),
    ),
    *(("on-act", "act"), ("on-top", "top"), ("on-warm", "warm"), ("on-calm", "calm"), ("on-bad", "bad")),
    *(("wrong", "wrong-paper"), ("wrong", "paper"), ("bad-ink", "paper"), ("ink", "wrong-paper")),
)
DRAWN = (("line", "paper"), ("line", "card"), ("focus", "paper"), ("act", "paper"), ("bad-ink", "paper"))


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", block))


LIGHT = colours(BLOCKS[0][1])
THEMES = {selector.strip(): {**LIGHT, **colours(block)} for selector, block in BLOCKS}


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_text_can_be_read_in_the_sun(theme: str) -> None:
    found = THEMES[theme]
    weak = {pair: round(contrast(*(found[one] for one in pair)), 2) for pair in TEXT}
    assert not {pair: ratio for pair, ratio in weak.items() if ratio < 7}


@pytest.mark.parametrize("theme", THEMES)
def test_lines_and_the_focus_can_be_seen(theme: str) -> None:
    found = THEMES[theme]
    assert not [pair for pair in DRAWN if contrast(*(found[one] for one in pair)) < 3]


def test_dark_is_the_same_whether_chosen_or_wished_for_by_the_tablet() -> None:
    dark = [colours(block) for selector, block in BLOCKS if "otomatis" in selector or "gelap" in selector]
    assert len(dark) == 2 and dark[0] == dark[1] and set(dark[0]) >= set(LIGHT) - {"shade"}
