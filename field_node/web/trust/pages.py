"""/percaya: how a tablet learns to trust this unit; it opens without TLS, and says what that is worth."""

import segno
from flask import Blueprint, Response, abort, render_template, request, send_from_directory
from markupsafe import Markup

from field_node.web.access.certificates import leaf_here, root_here
from field_node.web.choices import theme_of
from field_node.web.desk import Desk, here
from field_node.web.guard import POLICY, host_name, open_to_all
from field_node.web.release import STATIC

blueprint = Blueprint("trust", __name__)
FILE = "tagana-pusat.crt"
FILE_TYPE = "application/x-x509-ca-cert"


@blueprint.get("/percaya")
@open_to_all
def index() -> Response:
    """The certificate, its fingerprint, the steps, and a button that looks whether they worked."""
    desk, host = here(), _host(here())
    page = render_template(
        "trust/percaya.html",
        theme=theme_of(request),
        unit=desk.unit_name(),
        root=root_here(desk),
        host=host,
        names=leaf.names if (leaf := leaf_here(desk)) else (),
        qr=_qr(f"http://{host}/percaya") if host else "",
        secure=request.is_secure,
    )
    answer = Response(page)
    if host and not request.is_secure:
        answer.headers["Content-Security-Policy"] = f"{POLICY}; connect-src 'self' https://{host}"
    return answer


def _host(desk: Desk) -> str:
    """The address in use, if the unit's certificate speaks for it; "" else: then no check can tell anything."""
    leaf, name = leaf_here(desk), host_name(request.host)
    return name if leaf and name in leaf.names else ""


def _qr(address: str) -> Markup:
    """A checked host of ours, drawn as bits."""
    return Markup(segno.make(address, error="m").svg_inline(omitsize=True, border=4, light="#fff"))  # noqa: S704


@blueprint.get(f"/percaya/{FILE}")
@open_to_all
def certificate() -> Response:
    """The CA as Android installs it."""
    root = root_here(here())
    if root is None:
        abort(404)
    disposition = {"Content-Disposition": f'attachment; filename="{FILE}"'}
    return Response(root.der, mimetype=FILE_TYPE, headers=disposition)


@blueprint.get("/percaya/uji")
@open_to_all
def probe() -> Response:
    """Says nothing; that it arrives over TLS is what the page looks for, also from its own address without TLS."""
    return Response(status=204, headers={"Cross-Origin-Resource-Policy": "cross-origin"})


@blueprint.get("/percaya/uji.js")
@open_to_all
def worker() -> Response:
    """A worker that does nothing: browsers take one only from an address whose certificate they trust."""
    return send_from_directory(STATIC, "percaya_uji.js")
