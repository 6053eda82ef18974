"""Answers with what a table of its own holds: written once, read at every request."""

import http.server
import os

import psycopg2


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        with psycopg2.connect(os.environ["DATABASE_URL"]) as connection, connection.cursor() as cursor:
            cursor.execute("CREATE TABLE IF NOT EXISTS visits (id int PRIMARY KEY)")
            cursor.execute("INSERT INTO visits VALUES (1) ON CONFLICT DO NOTHING")
            cursor.execute("SELECT current_user || ' ' || count(*) || ' ' || similarity('shop', 'shops')::numeric(3,2) FROM visits")
            answer = cursor.fetchone()[0].encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", 8125), Handler).serve_forever()
