<?php

// It has what the program has: the variables, the settings, and the folders that outlive a release.
if (getenv('TEXT') === false || ini_get('memory_limit') !== '96M') {
    exit(1);
}
file_put_contents(__DIR__ . '/storage/migrated', "the first release\n", FILE_APPEND);
