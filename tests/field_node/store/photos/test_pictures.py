"""A picture is known by its bytes, and what a camera wrote beside it is gone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from field_node.store.photos.pictures import NotAPicture, cleaned, media_of
from tests.pictures import SECRET, a_jpeg, a_png, a_webp, chunk, exif, riff, segment

THUMBNAIL = segment(0xE0, b"JFXX\0\x10" + a_jpeg(30))
XMP = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET)
ICC = segment(0xE2, b"ICC_PROFILE\0\1\1" + bytes(20))
ADOBE = segment(0xEE, b"Adobe" + bytes(7))


def test_the_kind_of_file_follows_from_its_first_bytes_alone() -> None:
    assert [media_of(one) for one in (a_jpeg(), a_png(), a_webp())] == ["jpeg", "png", "webp"]
    assert [media_of(one) for one in (b"", b"GIF89a", b"<svg/>", b"RIFF\0\0\0\0WAVE")] == [None] * 4


@pytest.mark.parametrize("little", [True, False])
def test_a_photo_loses_what_its_camera_wrote_and_stays_upright(little: bool) -> None:
    beside = segment(0xE1, exif(6, little=little)) + XMP + THUMBNAIL + ICC + ADOBE + segment(0xFE, SECRET)
    found = cleaned(a_jpeg(beside=beside, after=SECRET))
    upright = cleaned(a_jpeg(beside=segment(0xE1, exif(1))))
    assert SECRET not in found.content and b"JFXX" not in found.content
    assert ICC in found.content and ADOBE in found.content
    assert found.content.count(b"Exif\0\0") == 1
    assert cleaned(found.content).content == found.content, "which side is up is said again the same way"
    assert b"Exif" not in upright.content


def test_what_has_nothing_beside_it_stays_as_it_is() -> None:
    for one in (a_jpeg(), a_png(chunk(b"gAMA", bytes(4))), a_webp(flags=0)):
        assert cleaned(one).content == one


def test_chunks_that_say_more_than_the_picture_are_gone() -> None:
    told = (chunk(b"eXIf", SECRET), chunk(b"iTXt", SECRET), chunk(b"tIME", bytes(7)))
    assert cleaned(a_png(*told)).content == a_png()
    assert cleaned(a_png() + SECRET).content == a_png()
    webp = cleaned(a_webp(riff(b"EXIF", SECRET), riff(b"XMP ", SECRET), riff(b"ZZZZ", SECRET)))
    assert webp.content == a_webp(flags=0)


@pytest.mark.parametrize("whole", [a_jpeg(300), a_png(), a_webp()])
def test_a_torn_picture_is_refused_wherever_it_is_torn(whole: bytes) -> None:
    for size in range(12, len(whole)):
        with pytest.raises(NotAPicture) as refused:
            cleaned(whole[:size])
        assert refused.value.code in {"foto_rusak", "bukan_foto"}


@pytest.mark.parametrize("other", [b"", b"%PDF-1.7", b"<html><script>", b"GIF89a" + bytes(99), bytes(500)])
def test_what_is_no_picture_is_refused(other: bytes) -> None:
    with pytest.raises(NotAPicture, match="bukan_foto"):
        cleaned(other)


def test_a_picture_that_moves_is_no_photo() -> None:
    with pytest.raises(NotAPicture, match="bukan_foto"):
        cleaned(a_webp(flags=0x02))


@given(st.sampled_from([b"\xff\xd8\xff", a_jpeg(40), a_png(), a_webp()]), st.binary(max_size=80), st.data())
def test_no_bytes_end_in_anything_but_a_picture_or_its_refusal(
    begin: bytes, more: bytes, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(begin)))
    torn = begin[:at] + more + begin[at + len(more) :]
    try:
        found = cleaned(torn)
    except NotAPicture:
        return
    assert cleaned(found.content) == found


def test_a_large_photo_takes_no_time_worth_mentioning() -> None:
    import time

    began = time.process_time()
    cleaned(a_jpeg(4_000_000, beside=segment(0xE1, exif())))
    assert time.process_time() - began < 1
