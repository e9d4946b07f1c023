"""Map files: the base map and what operators bring; wrong ones are named, right ones are read by Range."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from field_node.web.desk import Desk
from field_node.web.peta.pages import shelf_files
from field_node.web.peta.pmtiles import NotAMap, header
from field_node.web.peta.shelf import FOLDER, Shelf
from field_node.web.peta.words import WHY
from field_node.web.release import MAP, STATIC
from tests.field_node.web.peta.pmtiles_made import BOX, made

BASE = STATIC / MAP / "indonesia.pmtiles"


def test_a_file_tells_what_it_holds(tmp_path: Path) -> None:
    found = header(made(tmp_path / "jalan.pmtiles"))
    assert (found.raster, found.zooms, found.box) == (False, (0, 14), BOX)
    assert header(made(tmp_path / "citra.pmtiles", kind=4)).raster


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("peta_versi_lain", {"version": 2}),
        ("peta_terpotong", {"lost": 1}),
        ("peta_isi_lain", {"kind": 9}),
        ("peta_isi_lain", {"packed": 3}),
        ("peta_batas_rusak", {"least": 15}),
    ],
)
def test_a_broken_file_says_why(tmp_path: Path, code: str, changed: dict[str, int]) -> None:
    with pytest.raises(NotAMap) as found:
        header(made(tmp_path / "rusak.pmtiles", **changed))
    assert found.value.code == code
    assert WHY[code]


@pytest.mark.parametrize("content", [b"", b"PMTiles", b"SQLite format 3\0" + bytes(200)])
def test_something_else_is_no_map(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "lain.pmtiles"
    path.write_bytes(content)
    with pytest.raises(NotAMap, match="peta_bukan_pmtiles"):
        header(path)


@pytest.mark.skipif(not BASE.exists(), reason="make map has not run")
def test_the_base_map_covers_the_country() -> None:
    found = header(BASE)
    assert not found.raster and found.zooms == (3, 11)
    assert found.box[0] < 95 and found.box[1] < -11 and found.box[2] > 141 and found.box[3] > 6


def test_a_folder_offers_its_maps_and_names_what_is_none(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shelf = Shelf(tmp_path, base=tmp_path / "none.pmtiles")
    assert (shelf.base(), shelf.brought(), shelf.flaws()) == (None, [], [])
    made(tmp_path / "jalan.pmtiles")
    made(tmp_path / "rusak.pmtiles", lost=9)
    (tmp_path / "catatan.txt").write_text("x")
    assert [one.name for one in shelf.brought()] == ["jalan"]
    assert [(one.name, one.code) for one in shelf.flaws()] == [("rusak.pmtiles", "peta_terpotong")] * 1
    assert shelf.flaws() and caplog.text.count("rusak.pmtiles") == 1


def test_a_file_that_was_copied_again_is_another_one(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, base=tmp_path / "none")
    made(tmp_path / "jalan.pmtiles", lost=9)
    assert not shelf.brought()
    made(tmp_path / "jalan.pmtiles", 99)
    (found,) = shelf.brought()
    assert shelf.file("jalan", found.mark) == found
    made(tmp_path / "jalan.pmtiles", 100)
    assert shelf.file("jalan", found.mark) is None


def test_tablets_read_a_file_in_parts_and_may_keep_them(client: FlaskClient, desk: Desk) -> None:
    made(desk.data_dir / FOLDER / "jalan.pmtiles")
    with client.application.test_request_context():
        told = next(one for one in shelf_files() if one["nama"] == "jalan")
    part = client.get(told["alamat"], headers={"Range": "bytes=0-6"})
    assert (part.status_code, part.data) == (206, b"PMTiles")
    assert "immutable" in part.headers["Cache-Control"]
    part.close()
    assert client.get(f"/peta/berkas/0-0/{told['nama']}.pmtiles").status_code == 404
    assert client.get("/peta/berkas/0-0/..%2Funit.pmtiles").status_code == 404


def test_the_page_names_a_wrong_file(client: FlaskClient, desk: Desk) -> None:
    made(desk.data_dir / FOLDER / "rusak.pmtiles", lost=9)
    page = client.get("/peta").text
    assert "rusak.pmtiles: terpotong: salin lagi berkasnya sampai selesai." in page
    assert "rusak.pmtiles: terpotong" in client.get("/perangkat").text
