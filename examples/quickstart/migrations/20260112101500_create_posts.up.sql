CREATE TABLE posts (
    id INTEGER PRIMARY KEY,
    author_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    body TEXT NOT NULL,
    published_at TEXT
);

CREATE INDEX posts_author_idx ON posts (author_id, published_at DESC);
CREATE INDEX posts_published_idx ON posts (published_at) WHERE published_at IS NOT NULL;
