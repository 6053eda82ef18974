import http.server
import json
import os
import sys
import urllib.request

port = int(os.environ["PORT"])
if sys.argv[1:] == ["--health"]:
    urllib.request.urlopen("http://127.0.0.1:%d/" % port, timeout=2)
    sys.exit(0)

# It does not start where it may not write; nothing stays, for an image is looked at before it runs.
with open("/var/lib/web/data/started", "w") as stream:
    stream.write("yes\n")
os.remove("/var/lib/web/data/started")


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        seen = {"arguments": sys.argv[1:], "greeting": os.environ["GREETING"], "folder": os.getcwd(), "user": os.getuid() != 0}
        body = json.dumps(seen, sort_keys=True).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        pass


http.server.ThreadingHTTPServer(("0.0.0.0", port), Handler).serve_forever()
