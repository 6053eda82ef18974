<?php

file_put_contents(__DIR__ . '/public/built.txt', "the first release\n");
