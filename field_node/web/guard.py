"""Who may ask what: known hosts, no foreign writes, body sizes, headers; and the one place where a role is checked."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, request

from field_node.web.access import signing
from field_node.web.access.admission import admit
from field_node.web.access.center import center_origin
from field_node.web.access.certificates import leaf_here
from field_node.web.access.roles import EVERYBODY
from field_node.web.access.visitor import Visitor
from field_node.web.desk import here

BODY_LIMIT = 256 * 1024
FIELD_LIMIT = 64 * 1024
PARTS_LIMIT = 500
READ_AHEAD = 256 * 1024
"""The parser of files reads 64 KiB beyond what it holds, and counts both against this limit."""
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; worker-src 'self'; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
SCANNING = POLICY.replace("; ", "; script-src 'self' 'wasm-unsafe-eval'; ", 1)
"""Of the pages that read QR codes: what reads them where the browser cannot is WebAssembly."""
CAMERA = "camera=(self), geolocation=(self), microphone=()"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(self), microphone=()",
}
OPEN = frozenset({"static", "device.health"})
"""Endpoints that need no role and have no view of ours to mark."""
LASTING = frozenset({"static", "release.asset", "release.worker", "peta.file"})
"""Endpoints that hold nothing of the unit and say themselves how long a browser may keep their answers."""

View = Callable[..., Any]


def role(name: str) -> Callable[[View], View]:
    """Marks the view with what it needs, a name in `roles.MAY`; every view outside OPEN has one."""

    def marked(view: View) -> View:
        view.needs_role = name  # type: ignore[attr-defined]
        return view

    return marked


def takes(most_bytes: int) -> Callable[[View], View]:
    """Marks a view whose body may be larger than that of a form."""

    def marked(view: View) -> View:
        view.takes_bytes = most_bytes  # type: ignore[attr-defined]
        return view

    return marked


def scans(view: View) -> View:
    """Marks a view whose page reads QR codes: it alone may use the camera and run what reads them."""
    view.scans = True  # type: ignore[attr-defined]
    return view


def open_to_all(view: View) -> View:
    """Marks a view for everybody on the hotspot: no paired tablet, no PIN."""
    return role(EVERYBODY)(view)


def protect(app: Flask, allowed_hosts: tuple[str, ...]) -> None:
    """Every request passes these checks before a view, every answer carries the headers."""
    app.config["MAX_CONTENT_LENGTH"] = BODY_LIMIT
    app.config["MAX_FORM_MEMORY_SIZE"] = FIELD_LIMIT
    app.config["MAX_FORM_PARTS"] = PARTS_LIMIT
    app.config["HOSTS"] = frozenset(host.lower() for host in allowed_hosts)
    app.before_request(_check)
    app.after_request(signing.keep_cookies)
    app.after_request(_head)
    app.context_processor(_visitor)


def _check() -> None:
    if not _is_ours(host_name(request.headers.get("Host", ""))):
        abort(421)
    if request.method not in ("GET", "HEAD", "OPTIONS") and not _own_page():
        abort(403)
    if most_bytes := getattr(current_app.view_functions.get(request.endpoint or ""), "takes_bytes", 0):
        request.max_content_length = most_bytes
        request.max_form_memory_size = READ_AHEAD
    if request.endpoint and request.endpoint not in OPEN:
        _check_role(request.endpoint)


def _is_ours(name: str) -> bool:
    """One of the settings, or one that the unit's own certificate speaks for."""
    if name in current_app.config["HOSTS"]:
        return True
    leaf = leaf_here(here())
    return leaf is not None and name in leaf.names


def host_name(host: str) -> str:
    """The name in a Host header, without its port."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def _own_page() -> bool:
    """True when the browser says that one of our own pages sends this write."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin", "")
    return origin.lower() in (f"http://{request.host.lower()}", f"https://{request.host.lower()}")


def _check_role(endpoint: str) -> None:
    """Lets everybody on the hotspot in until tablets are paired; a view that names no role is shut."""
    need = getattr(current_app.view_functions[endpoint], "needs_role", None)
    if need is None:
        abort(403)
    admit(need)


def _visitor() -> dict[str, Visitor | None]:
    """For every template: who is signed in, as far as this request had to know."""
    return {"visitor": g.get("visitor")}


def _head(answer: Response) -> Response:
    policy = POLICY
    if getattr(current_app.view_functions.get(request.endpoint or ""), "scans", False):
        policy = SCANNING
        answer.headers["Permissions-Policy"] = CAMERA
    if origin := center_origin(here()):
        policy = f"{policy}; connect-src 'self' {origin}"
    answer.headers.setdefault("Content-Security-Policy", policy)
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    if request.endpoint not in LASTING:
        answer.headers["Cache-Control"] = "no-store"
    return answer
