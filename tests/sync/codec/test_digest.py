"""DIGEST contents: what a unit holds, and of whom."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.codec.digest import Digest, Holding, decode_digest, encode_digest
from sync.errors import BadFrame

HOLDINGS = st.builds(
    Holding,
    unit=st.integers(0, 65_535),
    upto=st.integers(0, 1 << 32),
    runs=st.lists(st.integers(0, 1 << 20), max_size=9).map(tuple),
)
DIGESTS = st.builds(
    Digest, center_upto=st.integers(0, 1 << 32), holdings=st.lists(HOLDINGS, max_size=9).map(tuple)
)


@given(DIGESTS)
def test_a_digest_comes_back(digest: Digest) -> None:
    assert decode_digest(encode_digest(digest)) == digest


def test_a_digest_of_nothing_is_a_few_bytes() -> None:
    assert len(encode_digest(Digest())) <= 4


def test_any_bytes_are_a_digest_or_a_bad_frame() -> None:
    chance = random.Random(7)
    right = 0
    for _ in range(20_000):
        contents = b"\0" + chance.randbytes(chance.randrange(1, 30))
        try:
            assert encode_digest(decode_digest(contents)) == contents
            right += 1
        except BadFrame:
            continue
    assert right


def test_another_context_is_unknown() -> None:
    with pytest.raises(BadFrame) as caught:
        decode_digest(b"\1\5")
    assert caught.value.reason == "context"
