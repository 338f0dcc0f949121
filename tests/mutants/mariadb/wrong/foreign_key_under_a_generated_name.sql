-- A foreign key comes back as posts_ibfk_1.
-- verdict: differs
-- why: the next migration drops it by its old name and fails

-- base
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint, CONSTRAINT posts_user FOREIGN KEY (user_id) REFERENCES users (id));

-- up
ALTER TABLE posts DROP FOREIGN KEY posts_user;

-- down
ALTER TABLE posts ADD FOREIGN KEY (user_id) REFERENCES users (id);
