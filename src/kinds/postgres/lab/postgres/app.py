"""Answers with what each database holds of its own: written once, read at every request."""

import http.server
import os
import urllib.parse

import psycopg2
import pymysql
import redis


def ask_postgres(url):
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS visits (id int PRIMARY KEY)")
        cursor.execute("INSERT INTO visits VALUES (1) ON CONFLICT DO NOTHING")
        cursor.execute("SELECT current_user, count(*), similarity('shop', 'shops')::numeric(3,2) FROM visits")
        return cursor.fetchone()


def ask_mysql(url):
    parts = urllib.parse.urlsplit(url)
    connection = pymysql.connect(
        host=parts.hostname,
        port=parts.port,
        user=parts.username,
        password=urllib.parse.unquote(parts.password),
        database=parts.path[1:],
        autocommit=True,
    )
    with connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS visits (id int PRIMARY KEY)")
        cursor.execute("INSERT IGNORE INTO visits VALUES (1)")
        cursor.execute("SELECT SUBSTRING_INDEX(CURRENT_USER(), '@', 1), COUNT(*) FROM visits")
        return cursor.fetchone()


def ask_redis(url):
    with redis.Redis.from_url(url, decode_responses=True) as client:
        client.setnx("greeting", "hello")
        return [client.get("greeting")]


ASK = {
    "/postgres": lambda: ask_postgres(os.environ["POSTGRES_URL"]),
    "/mysql": lambda: ask_mysql(os.environ["MYSQL_URL"]),
    "/redis": lambda: ask_redis(os.environ["REDIS_URL"]),
}


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        answer = " ".join(str(word) for word in ASK[self.path]())
        self.send_response(200)
        self.end_headers()
        self.wfile.write(answer.encode())

    def log_message(self, *args):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", 8125), Handler).serve_forever()
