"""The baseline of the feed: dictionaries in memory, json.dumps in a bare Flask view on waitress."""

import json
import sqlite3
import sys

from flask import Flask, Response, request
from waitress.server import create_server


def main() -> None:
    conn = sqlite3.connect(sys.argv[1])
    told = [json.loads(line) for (line,) in conn.execute("SELECT line FROM entry WHERE unit > 0")]
    conn.close()
    app = Flask(__name__)

    @app.get("/records")
    def records() -> Response:
        after, limit = int(request.args["after"]), int(request.args["limit"])
        body = "".join(json.dumps(one) + "\n" for one in told[after : after + limit])
        return Response(body, content_type="application/x-ndjson")

    server = create_server(app, host="127.0.0.1", port=0)
    print(f"http://127.0.0.1:{server.effective_port}", flush=True)
    server.run()


if __name__ == "__main__":
    main()
