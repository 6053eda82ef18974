<?php

while (true) {
    file_put_contents(__DIR__ . '/storage/worker', getenv('QUEUE') . ' ' . ini_get('memory_limit'));
    usleep(500000);
}
