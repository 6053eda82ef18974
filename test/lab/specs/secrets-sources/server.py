import http.server
import json
import os

NAMES = ("given", "made", "typed", "vaulted", "kept", "sealed")


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        seen = {name: os.environ[name.upper()] for name in NAMES}
        for name in ("licence.txt", "deploy-key"):
            with open("/etc/lab/" + name, encoding="utf-8", newline="") as stream:
                seen[name] = stream.read()
        body = json.dumps(seen, sort_keys=True).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        pass


http.server.ThreadingHTTPServer(("0.0.0.0", 8125), Handler).serve_forever()
