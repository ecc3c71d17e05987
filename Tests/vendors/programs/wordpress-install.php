<?php
// SPDX-License-Identifier: Apache-2.0
// Installs a WordPress and prints an application password: php wordpress-install.php DIRECTORY

define('WP_INSTALLING', true);
// The notice by mail that an installation sends.
function wp_new_blog_notification() {}

require $argv[1] . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';

$made = wp_install('Vendor', 'admin', 'admin@example.com', false, '', getenv('WORDPRESS_PASSWORD'), '');
update_option('permalink_structure', '/%postname%/');
[$password] = WP_Application_Passwords::create_new_application_password($made['user_id'], ['name' => 'passthrough']);
echo $password, "\n";
