<?php

require __DIR__ . '/../vendor/autoload.php';

$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if ($path === '/health') {
    exit('ok');
}
if ($path === '/broken') {
    http_response_code(503);
    exit('broken');
}
if ($path === '/slow') {
    // In steps: a signal ends one sleep.
    for ($end = microtime(true) + 4; microtime(true) < $end;) {
        usleep(100000);
    }
    exit('finished');
}
// It may write where it must, and nothing stays, for a machine is looked at again after a restart.
session_start();
$_SESSION['visits'] = 1;
session_destroy();
$picture = __DIR__ . '/../storage/picture';
$uploaded = file_put_contents($picture, 'a picture') > 0 && unlink($picture);
header('Content-Type: application/json');
echo json_encode(Shop\Page::describe() + ['picture' => $uploaded]);
