"""The OpenAPI document is true: no answer that it does not name, and none above 499."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import Phase, given, settings
from openapi_spec_validator import validate
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from field_node.records import TYPES
from sync.bundle import MAGIC, MEDIA_TYPE
from sync.center.issue import issue
from sync.center.openapi import document
from sync.center.store import Center
from tests.factories import a_headcount, a_position, a_posko
from tests.sync.center.parts import NOW, SealingUnit, bring
from tests.sync.center.serving import bearer, served

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@schemathesis.serializer(MEDIA_TYPE)
def as_bytes(_context: object, value: object) -> bytes:
    """A body of any bytes, with and without the magic in front."""
    said = value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")
    return MAGIC + said if len(said) % 2 else said


def test_the_document_is_valid() -> None:
    validate(document())


def test_every_record_type_is_in_it() -> None:
    described = {
        one["properties"]["type"]["const"] for one in document()["components"]["schemas"]["Record"]["oneOf"]
    }
    assert described == {kind.about.slug for kind in TYPES.values()}


@pytest.fixture
def address(center: Center, unit: SealingUnit) -> Iterator[str]:
    issue(center, a_posko(), now=NOW)
    bring(
        center,
        *unit.frames(
            [unit.entry(a_headcount()), unit.entry(a_position()), unit.entry(a_posko(telepon="08"))]
        ),
    )
    with served(center) as found:
        yield found


OPERATIONS = [
    (path, method)
    for path, item in sorted(document()["paths"].items())
    for method in ("get", "post", "put", "head")
    if method in item
]


@pytest.mark.parametrize(("path", "method"), OPERATIONS, ids=" ".join)
def test_no_request_gets_an_answer_that_is_not_documented(
    center: Center, address: str, path: str, method: str
) -> None:
    schema = schemathesis.openapi.from_dict(document())
    headers = bearer(center, "pull", "names")
    operation = schema[path][method.upper()]
    quick = settings(max_examples=30, deadline=None, database=None, phases=[Phase.generate])

    @quick
    @given(case=operation.as_strategy())
    def call(case: schemathesis.Case[Any]) -> None:
        response = case.call(base_url=address, headers=headers, timeout=20)
        case.validate_response(response, checks=CHECKS)

    call()
