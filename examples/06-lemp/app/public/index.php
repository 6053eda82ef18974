<?php

require __DIR__ . '/../src/database.php';

$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if ($path === '/health') {
    database()->query('SELECT 1');
    exit("ok\n");
}

if ($_SERVER['REQUEST_METHOD'] === 'POST') {
    $add = database()->prepare('INSERT INTO entries (text) VALUES (?)');
    $add->execute([mb_substr(trim($_POST['text'] ?? ''), 0, 200)]);
    header('Location: /', true, 303);
    exit;
}

$entries = database()->query('SELECT text FROM entries ORDER BY id')->fetchAll(PDO::FETCH_COLUMN);
?>
<!doctype html>
<html lang="en">
<title>Guest book</title>
<link rel="stylesheet" href="/style.css">
<h1>Guest book</h1>
<?php foreach ($entries as $entry): ?>
<p><?= htmlspecialchars($entry) ?></p>
<?php endforeach ?>
<form method="post"><input name="text" maxlength="200" required><button>Write</button></form>
