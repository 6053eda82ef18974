<?php

/** The database that DATABASE_URL leads to. */
function database(): PDO
{
    $url = parse_url((string) getenv('DATABASE_URL'));
    $name = ltrim($url['path'], '/');
    $source = sprintf('mysql:host=%s;port=%d;dbname=%s;charset=utf8mb4', $url['host'], $url['port'], $name);

    return new PDO($source, rawurldecode($url['user']), rawurldecode($url['pass']));
}
