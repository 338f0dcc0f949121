-- Tables, indexes, a view and a trigger come and go.
-- verdict: restored
-- why: each is dropped by its name

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT NOT NULL UNIQUE);
INSERT INTO users (email) VALUES ('a@x');

-- up
CREATE TABLE posts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  title TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL CHECK (state IN ('draft', 'live')) DEFAULT 'draft',
  created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX posts_user ON posts (user_id, created_at DESC);
CREATE VIEW live_posts AS SELECT id, title FROM posts WHERE state = 'live';
CREATE TRIGGER posts_touch AFTER UPDATE ON posts BEGIN UPDATE users SET email = email WHERE id = NEW.user_id; END;

-- down
DROP TRIGGER posts_touch;
DROP VIEW live_posts;
DROP TABLE posts;
