"""A question at the terminal, asked and answered in Indonesian."""

import click
from click.exceptions import Exit

YES, NO = ("y", "ya"), ("t", "tidak", "n", "")


def demand_yes(question: str) -> None:
    """Returns when the person says yes. Raises Exit for a no and for Enter alone, Abort when nobody is there to answer."""
    while (said := _answer(question)) not in YES:
        if said in NO:
            click.echo("Tidak jadi.")
            raise Exit(1)
        click.echo("Jawab ya atau tidak.")


def _answer(question: str) -> str:
    given: str = click.prompt(f"{question} [ya/TIDAK]", default="", show_default=False)
    return given.strip().lower()
