"""Answers with what the store answers."""
import http.server
import sys
import urllib.request


class Relay(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = urllib.request.urlopen(sys.argv[1], timeout=5).read()
        self.send_response(200)
        self.send_header("X-Relay", "relay")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        pass


http.server.ThreadingHTTPServer(("0.0.0.0", 3000), Relay).serve_forever()
