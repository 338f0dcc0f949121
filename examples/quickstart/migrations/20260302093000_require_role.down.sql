PRAGMA foreign_keys = OFF;

CREATE TABLE users_old (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL COLLATE NOCASE,
    display_name TEXT NOT NULL,
    created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);

INSERT INTO users_old (id, email, display_name, created_at)
SELECT id, email, display_name, created_at FROM users;

DROP VIEW published_posts;
DROP TABLE users;
ALTER TABLE users_old RENAME TO users;

CREATE UNIQUE INDEX users_email_idx ON users (email);

CREATE VIEW published_posts AS
SELECT posts.id, posts.slug, posts.title, users.display_name AS author
FROM posts
JOIN users ON users.id = posts.author_id
WHERE posts.published_at IS NOT NULL;
