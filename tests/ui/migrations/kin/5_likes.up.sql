-- migrate: replaces(2_likes)
-- migrate: replaces(3_more, 4_likes)
CREATE TABLE likes (id INTEGER);
