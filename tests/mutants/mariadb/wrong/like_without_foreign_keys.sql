-- A table restored with LIKE has no foreign keys.
-- verdict: differs
-- why: LIKE copies columns and indexes, no references

-- base
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint, CONSTRAINT posts_user FOREIGN KEY (user_id) REFERENCES users (id));

-- up
RENAME TABLE posts TO posts_old;

-- down
CREATE TABLE posts LIKE posts_old;
INSERT INTO posts SELECT * FROM posts_old;
DROP TABLE posts_old;
