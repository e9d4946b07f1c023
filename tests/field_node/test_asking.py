"""A question at the terminal takes the words that people here answer with."""

import click
import pytest
from click.testing import CliRunner, Result

from field_node.asking import demand_yes


@click.command()
def erase() -> None:
    """Says that it went on."""
    demand_yes("Hapus?")
    click.echo("dihapus")


def answered(text: str) -> Result:
    return CliRunner().invoke(erase, input=text)


@pytest.mark.parametrize("text", ["ya\n", "Y\n", " YA \n", "mungkin\nya\n"])
def test_yes_goes_on(text: str) -> None:
    assert answered(text).exit_code == 0 and "dihapus" in answered(text).output


@pytest.mark.parametrize("text", ["tidak\n", "t\n", "n\n", "\n", "mungkin\nTidak\n", ""])
def test_anything_but_yes_changes_nothing(text: str) -> None:
    assert answered(text).exit_code == 1 and "dihapus" not in answered(text).output


def test_what_is_no_answer_is_asked_again_in_words() -> None:
    assert "Jawab ya atau tidak." in answered("mungkin\nya\n").output
