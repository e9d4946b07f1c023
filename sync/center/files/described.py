"""What the OpenAPI document says of photos."""

from collections.abc import Callable
from typing import Any

from sync.center.files.door import PIECE_MOST
from sync.seal.files import STATES

Schema = dict[str, Any]
MEDIA = ("image/jpeg", "image/png", "image/webp")
TEXT: Schema = {"schema": {"type": "string"}}


def operations(problems: Callable[..., Schema]) -> Schema:
    """The operations on one file."""
    name = {
        "name": "sha256",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    }
    return {
        "parameters": [name],
        "get": _get(problems),
        "put": _put(problems),
        "head": _head(problems),
    }


def _get(problems: Callable[..., Schema]) -> Schema:
    picture = {media: {"schema": {"type": "string", "contentMediaType": media}} for media in MEDIA}
    ranged = {"name": "Range", "in": "header", "required": False, "schema": {"type": "string"}}
    part = {"description": "The bytes that Range asks for", "headers": {"Content-Range": TEXT}}
    return {
        "operationId": "file",
        "summary": "A photo that an entry in force names, for a reader of names; each reading is written down",
        "security": [{"token": ["names"]}],
        "parameters": [ranged],
        "responses": {
            "200": {"description": "The picture", "content": picture},
            "206": {**part, "content": picture},
            **problems("401", "403", "404", "416", "429"),
        },
    }


def _put(problems: Callable[..., Schema]) -> Schema:
    body = {"application/octet-stream": {"schema": {"type": "string", "maxLength": PIECE_MOST}}}
    where = {"name": "Content-Range", "in": "header", "required": True, "schema": {"type": "string"}}
    return {
        "operationId": "put_file",
        "summary": "A unit brings the next piece of a photo that one of its entries names",
        "security": [{"unit": []}],
        "parameters": [where],
        "requestBody": {"required": True, "content": body},
        "responses": {
            "200": _said(),
            **problems("400", "401", "403", "404", "409", "413", "422", "429", "503", "507"),
        },
    }


def _head(problems: Callable[..., Schema]) -> Schema:
    refused = {code: {"description": "As for PUT, without a body"} for code in problems("401", "403", "404")}
    there = {"description": "How much is there", "headers": _headers()}
    return {
        "operationId": "head_file",
        "summary": "How much of its photo is here, for the unit that brings it",
        "security": [{"unit": []}],
        "responses": {"200": there, **refused, "429": {"description": "Too much"}},
    }


def _said() -> Schema:
    number = {"type": "integer", "minimum": 0}
    properties: Schema = {"state": {"enum": [*STATES]}, "have": number, "total": number, "at": number}
    schema = {"type": "object", "properties": properties, "required": [*properties]}
    return {
        "description": "How much is there now; the headers say it with a tag that only the center can write",
        "headers": _headers(),
        "content": {"application/json": {"schema": schema}},
    }


def _headers() -> Schema:
    return {"Tagana-File": TEXT, "Tagana-Tag": TEXT}
