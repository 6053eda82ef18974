"""Answers with what a key of its own holds: written once, read at every request."""

import http.server
import os

import redis

CLIENT = redis.Redis.from_url(os.environ["REDIS_URL"])


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        CLIENT.setnx("greeting", "hello")
        answer = CLIENT.get("greeting") or b""
        self.send_response(200)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", 8127), Handler).serve_forever()
