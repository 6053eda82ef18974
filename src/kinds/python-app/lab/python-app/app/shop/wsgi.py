import json
import os

from greeting import greet

FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

with open(os.path.join(FOLDER, "static/built.txt")) as stream:
    BUILT = stream.read().strip()


def application(environ, start_response):
    if environ["PATH_INFO"] == "/health":
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"ok\n"]
    # It may write there, and nothing stays, for a machine is looked at again after a restart.
    with open("media/picture", "w") as stream:
        stream.write("a picture")
    os.remove("media/picture")
    seen = {
        "greeting": greet("visitor"),
        "built": BUILT,
        "text": os.environ["TEXT"],
        "place": os.getcwd().startswith("/srv/shop/"),
        "migrated": os.path.exists("media/migrated"),
        "picture": not os.path.exists("media/picture"),
        "root": os.getuid() == 0,
    }
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(seen).encode()]
