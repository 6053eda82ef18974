<?php

namespace Shop;

use Greeting\Greeter;

final class Page
{
    /** @return array<string, mixed> */
    public static function describe(): array
    {
        return [
            'greeting' => Greeter::greet('visitor'),
            'built' => trim((string) file_get_contents(__DIR__ . '/../public/built.txt')),
            'text' => getenv('TEXT'),
            'memory' => ini_get('memory_limit'),
            'multibyte' => extension_loaded('mbstring'),
            'place' => str_starts_with(__DIR__, '/srv/shop/'),
            'migrated' => file_exists(__DIR__ . '/../storage/migrated'),
            'root' => posix_getuid() === 0,
        ];
    }
}
