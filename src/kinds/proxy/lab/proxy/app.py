"""Says what it was asked, and by whom; `/slow` takes its time, `/upgrade` changes the protocol."""
import http.server
import json
import socket


class App(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.headers.get("Upgrade") == "websocket":
            self.send_response(101)
            self.send_header("Upgrade", "websocket")
            self.send_header("Connection", "Upgrade")
            self.end_headers()
            return
        seen = {name.lower(): value for name, value in self.headers.items()}
        body = json.dumps({"host": socket.gethostname(), "path": self.path, "headers": seen}).encode() + b"\n"
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Frame-Options", "DENY")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        pass


http.server.ThreadingHTTPServer(("0.0.0.0", 3000), App).serve_forever()
