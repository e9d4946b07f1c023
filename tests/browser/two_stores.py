"""A unit that sends goods and one that receives them, their papers, and what both ledgers say afterwards."""

from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page

from field_node.opened import DATABASE, opened_locker
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.store import journal, views
from field_node.store.connection import Store, open_reader
from field_node.web.stock.parts import parts_of
from tests.browser.conftest import Unit
from tests.browser.steps import stroke
from tests.field_node.web.stock.goods_here import Stores


class Stage(NamedTuple):
    """The sender, the receiver, where goods go. `paper`: the kirim on the sender's pages."""

    sender: Unit
    receiver: Unit
    places: Stores
    paper: str


def bring(store: Store, source: Unit, refs: list[Ref]) -> None:
    """What a center would bring some day: entries of another unit."""
    other = open_reader(source.config.data_dir / DATABASE, locker=opened_locker(source.config.secrets_dir))
    found = [entry for ref in refs if (entry := journal.entry(other, ref)) is not None]
    other.close()
    assert all(journal.keep(store, found, carrier="internet"))


def arrivals(unit: Unit) -> dict[Ref | None, Movement]:
    """What was received, by the kirim that it names."""
    found = [one.record for one in unit.kept("mutasi") if isinstance(one.record, Movement)]
    return {one.merujuk: one for one in found if one.jenis == "terima_kiriman"}


def pictures(page: Page, stage: Stage, folder: Path) -> list[Path]:
    """The QR codes as they stand on the paper."""
    page.goto(stage.paper)
    codes = page.locator("svg.qr")
    files = [folder / f"qr-{n}.png" for n in range(codes.count())]
    for n, file in enumerate(files):
        codes.nth(n).screenshot(path=file)
    return files


def sign(page: Page) -> None:
    """One stroke with the finger of whoever receives."""
    page.locator("summary", has_text="Tanda tangan").click()
    page.fill("[name=ttd-pihak_kedua-nama]", "Siti")
    stroke(page, 1)
    assert len(page.input_value("[name=ttd-pihak_kedua]")) > 8


def sign_again(page: Page) -> None:
    """A second stroke."""
    box = page.locator("[data-ttd] [data-kertas]").nth(1).bounding_box()
    assert box
    page.mouse.move(box["x"] + 60, box["y"] + 80)
    page.mouse.down()
    page.mouse.move(box["x"] + 90, box["y"] + 20, steps=4)
    page.mouse.up()


def balances(unit: Unit, place: Ref) -> dict[tuple[int, str], int]:
    reader = open_reader(unit.config.data_dir / DATABASE, locker=opened_locker(unit.config.secrets_dir))
    found = {(one.item, one.batch): one.amount for one in views.stock(reader, place)}
    reader.close()
    return found


def small_paper(stage: Stage, head: str = "", *, seq: int = 900) -> str:
    """Ten blankets on the way, by a unit that nobody here has heard of."""
    lumbung = stage.places.lumbung
    (whole,) = parts_of(
        f"SJ/X/1\t1795312800\t7-2\tGudang Jauh\t{lumbung}\tLumbung Sindang\tE 1\tUjang\n7-{seq}\t21\t\t10"
    )
    return f"{head}\n{whole.partition(chr(10))[2]}" if head else whole


def filmed(page: Page, stage: Stage) -> bytes:
    """Each code held before the camera for a while, as pictures one after the other."""
    page.goto(stage.paper)
    frames = list[bytes]()
    for n in range(page.locator("svg.qr").count()):
        drawn = page.locator("svg.qr").nth(n).evaluate("(one) => one.outerHTML")
        blank = page.context.new_page()
        blank.set_content(
            f"<body style='margin:0;background:#999;text-align:center'><div style='width:470px;margin:5px auto'>{drawn}</div>"
        )
        frames += [blank.screenshot(type="jpeg", quality=90)] * 15
        blank.close()
    return b"".join(frames)
