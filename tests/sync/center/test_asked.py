"""What a reader asks in a way that could be read as two things, or of what is not there."""

import pytest
import requests

from sync.center.store import Center
from tests.sync.center.serving import bearer, served


@pytest.mark.parametrize(
    "asked",
    [
        "limit=1&limit=5",
        "after=&after=x",
        "unit=",
        "type=",
        "type=catatan,,posisi",
        "kejadian=0-0",
        "kejadian=1-0",
    ],
)
def test_what_would_be_guessed_at_is_refused(center: Center, asked: str) -> None:
    with served(center) as address:
        answer = requests.get(f"{address}/v1/records?{asked}", headers=bearer(center), timeout=10)
    assert answer.status_code == 400


def test_an_empty_accept_is_any(center: Center) -> None:
    with served(center) as address:
        answer = requests.get(f"{address}/v1/records", headers={**bearer(center), "Accept": ""}, timeout=10)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/x-ndjson")


@pytest.mark.parametrize("number", ["99999999999999999999999", "65536", "70000", "-1", "x", "1.5"])
def test_the_leaf_of_no_unit_is_not_there(center: Center, number: str) -> None:
    with served(center) as address:
        assert requests.get(f"{address}/v1/leaf/{number}", timeout=10).status_code == 404
