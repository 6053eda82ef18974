import http.server
import json
import os
import sys

seen = {"environment": os.environ.get("TOKEN"), "file": None}
if len(sys.argv) > 2:
    with open(sys.argv[2], encoding="utf-8") as stream:
        seen["file"] = stream.read()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps(seen, sort_keys=True).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        pass


http.server.ThreadingHTTPServer(("0.0.0.0", int(sys.argv[1])), Handler).serve_forever()
