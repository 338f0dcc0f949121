-- A foreign key is changed and changed back.
-- verdict: restored
-- why: its index stays all the time

-- base
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint, CONSTRAINT posts_user FOREIGN KEY (user_id) REFERENCES users (id));

-- up
ALTER TABLE posts DROP FOREIGN KEY posts_user;
ALTER TABLE posts ADD CONSTRAINT posts_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;

-- down
ALTER TABLE posts DROP FOREIGN KEY posts_user;
ALTER TABLE posts ADD CONSTRAINT posts_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE RESTRICT;
