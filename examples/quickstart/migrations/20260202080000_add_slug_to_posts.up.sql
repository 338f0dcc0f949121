ALTER TABLE posts ADD COLUMN slug TEXT;

-- Titles are not unique, so the id is part of the slug.
-- migrate: allow(update-without-where, reason = "a small table, filled before the service starts")
UPDATE posts SET slug = lower(replace(title, ' ', '-')) || '-' || id;

CREATE UNIQUE INDEX posts_slug_idx ON posts (slug);
