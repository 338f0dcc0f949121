-- A foreign key comes with its index and both go.
-- verdict: restored
-- why: the key first

-- base
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint);

-- up
ALTER TABLE posts ADD CONSTRAINT posts_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;

-- down
ALTER TABLE posts DROP FOREIGN KEY posts_user;
ALTER TABLE posts DROP KEY posts_user;
