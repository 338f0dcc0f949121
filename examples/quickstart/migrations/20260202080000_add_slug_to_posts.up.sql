ALTER TABLE posts ADD COLUMN slug TEXT;

-- Titles are not unique, so the id is part of the slug.
UPDATE posts SET slug = lower(replace(title, ' ', '-')) || '-' || id;

CREATE UNIQUE INDEX posts_slug_idx ON posts (slug);
