<?php

require __DIR__ . '/src/database.php';

database()->exec('CREATE TABLE IF NOT EXISTS entries (id INT AUTO_INCREMENT PRIMARY KEY, text VARCHAR(200) NOT NULL)');
