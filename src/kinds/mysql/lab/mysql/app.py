"""Answers with what a table of its own holds: written once, read at every request."""

import http.server
import os
import urllib.parse

import pymysql

URL = urllib.parse.urlsplit(os.environ["DATABASE_URL"])


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        connection = pymysql.connect(
            host=URL.hostname,
            port=URL.port,
            user=URL.username,
            password=urllib.parse.unquote(URL.password),
            database=URL.path[1:],
            autocommit=True,
        )
        with connection, connection.cursor() as cursor:
            cursor.execute("CREATE TABLE IF NOT EXISTS visits (id int PRIMARY KEY)")
            cursor.execute("INSERT IGNORE INTO visits VALUES (1)")
            cursor.execute("SELECT CONCAT(SUBSTRING_INDEX(CURRENT_USER(), '@', 1), ' ', COUNT(*)) FROM visits")
            answer = cursor.fetchone()[0].encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", 8126), Handler).serve_forever()
