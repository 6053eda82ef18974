<?php

// It has what the program has: the user, the variables, the settings, and no right to change the release.
if (getenv('TEXT') !== 'it\'s 100% $HOME "quoted"' || posix_getuid() === 0) {
    exit(1);
}
if (@file_put_contents(__DIR__ . '/written', 'never') !== false) {
    exit(2);
}
$told = getenv('TICK') . ' ' . ini_get('memory_limit') . ' ' . getcwd();
if ($told !== 'once 96M ' . __DIR__) {
    exit(3);
}
file_put_contents(__DIR__ . '/storage/tick', $told) > 0 || exit(4);
