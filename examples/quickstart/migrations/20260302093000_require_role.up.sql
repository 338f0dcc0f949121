-- SQLite cannot add a CHECK to a table, so the table is rebuilt
-- (https://www.sqlite.org/lang_altertable.html, section 7). The runner switches the foreign keys
-- off before its transaction begins, and checks them before it commits.
PRAGMA foreign_keys = OFF;

CREATE TABLE users_new (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL COLLATE NOCASE,
    display_name TEXT NOT NULL,
    created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    role TEXT NOT NULL DEFAULT 'member' CHECK (role IN ('member', 'editor', 'admin'))
);

INSERT INTO users_new (id, email, display_name, created_at)
SELECT id, email, display_name, created_at FROM users;

DROP VIEW published_posts;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;

CREATE UNIQUE INDEX users_email_idx ON users (email);

CREATE VIEW published_posts AS
SELECT posts.id, posts.slug, posts.title, users.display_name AS author
FROM posts
JOIN users ON users.id = posts.author_id
WHERE posts.published_at IS NOT NULL;
