"""The one other address that scripts of the unit's pages may speak to: the center's."""

import re
from urllib.parse import urlsplit

from field_node.web.desk import Desk

_ORIGIN = re.compile(r"https?://(\[[0-9a-f:.]+\]|[0-9a-z.-]+)(:\d{1,5})?", re.ASCII)


def center_address(desk: Desk) -> str:
    """Where the center's door is, without a slash at the end; "" before enrolment."""
    address = str(desk.enrolled().get("center", "")).rstrip("/")
    return address if center_origin(desk) else ""


def center_origin(desk: Desk) -> str:
    """Scheme, host and port as a content policy names them; "" when there is none, or one that no policy could name."""
    parts = urlsplit(str(desk.enrolled().get("center", "")))
    origin = f"{parts.scheme}://{parts.netloc}".lower()
    return origin if _ORIGIN.fullmatch(origin) else ""
