"""Long work told while it goes on: one page whose last line is the newest, without a script."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Response, render_template, stream_with_context

HERE = "<!-- langkah -->"


@dataclass(frozen=True, slots=True)
class Step:
    """How far it is, 0..100."""

    text: str
    share: int


@dataclass(frozen=True, slots=True)
class End:
    """What became of it, and where to go on. `bad`: it failed, nothing was kept."""

    text: str
    link: str
    label: str
    bad: bool = False


def told(title: str, steps: Iterator[Step | End]) -> Response:
    """The page, sent piece by piece: whoever waits sees what is done."""
    frame = render_template("stock/impor_jalan.html", title=title, here=HERE)
    head, _, foot = frame.partition(HERE)

    def pieces() -> Iterator[str]:
        yield head
        for step in steps:
            yield render_template("stock/_impor_langkah.html", step=step, done=isinstance(step, End))
        yield foot

    answer = Response(stream_with_context(pieces()), mimetype="text/html")
    answer.headers["X-Accel-Buffering"] = "no"  # nginx hands each piece on at once
    return answer
