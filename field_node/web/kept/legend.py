"""The page that explains every mark a record can bear: where it is, and what that does not promise."""

from flask import Blueprint, render_template

from field_node.web.guard import role
from field_node.web.said.marks import legend

blueprint = Blueprint("legend", __name__)


@blueprint.get("/tanda")
@role("relawan")
def index() -> str:
    """All marks in the order in which a record passes them."""
    return render_template("kept/tanda.html", marks=legend())
