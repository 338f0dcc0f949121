ALTER TABLE posts ADD COLUMN comment_count INTEGER NOT NULL DEFAULT 0;

-- migrate: allow(update-without-where, reason = "a small table, filled before the service starts")
UPDATE posts SET comment_count = (SELECT count(*) FROM comments WHERE post_id = posts.id);

CREATE TRIGGER comments_count_insert AFTER INSERT ON comments
BEGIN
    UPDATE posts SET comment_count = comment_count + 1 WHERE id = NEW.post_id;
END;

CREATE TRIGGER comments_count_delete AFTER DELETE ON comments
BEGIN
    UPDATE posts SET comment_count = comment_count - 1 WHERE id = OLD.post_id;
END;
