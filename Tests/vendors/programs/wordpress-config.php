<?php
// SPDX-License-Identifier: Apache-2.0
// A WordPress by itself: its own database behind a socket, nothing fetched, nothing done in the background.

$site = dirname(__DIR__);
[$url, $salt] = file($site . '/wordpress.site', FILE_IGNORE_NEW_LINES);

define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:' . $site . '/run/mariadb.sock');
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $name) {
    define($name . '_KEY', $salt . $name . 'key');
    define($name . '_SALT', $salt . $name . 'salt');
}
define('WP_HOME', $url);
define('WP_SITEURL', $url);
// Application passwords are refused over plain HTTP anywhere else.
define('WP_ENVIRONMENT_TYPE', 'local');
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('DISABLE_WP_CRON', true);
$table_prefix = 'wp_';

if (!defined('ABSPATH')) {
    define('ABSPATH', __DIR__ . '/');
}
require_once ABSPATH . 'wp-settings.php';
