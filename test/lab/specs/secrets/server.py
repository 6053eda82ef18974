import http.server
import json
import os


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        with open("/etc/lab/token.conf", encoding="utf-8") as stream:
            seen = {"environment": os.environ["API_TOKEN"], "file": stream.read()}
        body = json.dumps(seen, sort_keys=True).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        pass


http.server.ThreadingHTTPServer(("0.0.0.0", 8124), Handler).serve_forever()
