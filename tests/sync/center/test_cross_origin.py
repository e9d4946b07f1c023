"""Pages of other origins may knock at the door for frames, and nowhere else."""

from collections.abc import Iterator

import pytest
import requests

from sync.center.store import Center
from tests.sync.center.parts import SealingUnit
from tests.sync.center.serving import post, served

ORIGIN = {"Origin": "https://posko-07.tagana.internal"}
ASKS = {**ORIGIN, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}


@pytest.fixture
def address(center: Center) -> Iterator[str]:
    with served(center) as found:
        yield found


def test_a_browser_is_told_what_a_page_may_send(address: str) -> None:
    answer = requests.options(f"{address}/v1/frames", headers=ASKS, timeout=10)
    assert (answer.status_code, answer.content) == (204, b"")
    told = {name: value for name, value in answer.headers.items() if name.startswith("Access-Control")}
    assert told == {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": "POST",
        "Access-Control-Allow-Headers": "Content-Type",
        "Access-Control-Max-Age": "86400",
        "Access-Control-Expose-Headers": "Tagana-Counts, Tagana-More, Tagana-Leaf, Retry-After",
    }


def test_a_page_may_read_what_a_carrier_is_told_also_when_it_is_refused(
    address: str, unit: SealingUnit
) -> None:
    good, bad = post(address, unit.digest()), requests.post(f"{address}/v1/frames", data=b"x", timeout=10)
    assert (good.status_code, bad.status_code) == (200, 400)
    for answer in (good, bad):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/v1/records", "/v1/leaf/1", "/v1/openapi.json", "/v1/views/posko", "/health", "/"]
)
def test_nothing_else_opens_to_pages(address: str, path: str) -> None:
    for ask in (requests.options, requests.get):
        answer = ask(address + path, headers=ASKS, timeout=10)
        assert not [name for name in answer.headers if name.lower().startswith("access-control")]
