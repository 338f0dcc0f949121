CREATE VIEW published_posts AS
SELECT posts.id, posts.slug, posts.title, users.display_name AS author
FROM posts
JOIN users ON users.id = posts.author_id
WHERE posts.published_at IS NOT NULL;
