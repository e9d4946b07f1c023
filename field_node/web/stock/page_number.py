"""Which page of a long list is asked for."""

from flask import abort, request


def page_number() -> int:
    """From 1 on; 404 for what is none."""
    text = request.args.get("halaman", "1")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 0
    return number or abort(404)
