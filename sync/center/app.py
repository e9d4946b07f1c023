"""The center as a Flask application."""

from collections.abc import Callable
from threading import Event

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from sync.center.api import Api, api_blueprint
from sync.center.door import Door, door_blueprint
from sync.center.files.routes import files_blueprint
from sync.center.limits import Limits
from sync.center.problems import Problem, answer_problem
from sync.center.query import demand_single
from sync.center.store import Center

USUAL_LIMITS = Limits()


def create_app(
    center: Center,
    *,
    clock: Callable[[], float],
    timer: Callable[[], float],
    limits: Limits = USUAL_LIMITS,
    stop: Event | None = None,
) -> Flask:
    """`clock`: UTC seconds; `timer`: seconds that never jump. Once `stop` is set no question is held any longer."""
    door = Door(center, limits, clock=clock, timer=timer, stop=stop or Event())
    app = Flask("tagana.center", static_folder=None)
    app.url_map.strict_slashes = False
    app.register_blueprint(door_blueprint(door))
    app.register_blueprint(api_blueprint(Api(center, clock)))
    app.register_blueprint(files_blueprint(center, limits, clock=clock, timer=timer))
    app.register_error_handler(Problem, answer_problem)
    app.register_error_handler(HTTPException, _answer_http)
    app.before_request(_demand_single)
    app.after_request(_hardened)
    return app


def _demand_single() -> None:
    demand_single(request.args)


def _answer_http(error: HTTPException) -> Response:
    response = answer_problem(Problem(error.code or 500, error.description or ""))
    if error.code == 405:
        response.headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
    return response


def _hardened(response: Response) -> Response:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers.setdefault("Content-Security-Policy", "default-src 'none'")
    return response
