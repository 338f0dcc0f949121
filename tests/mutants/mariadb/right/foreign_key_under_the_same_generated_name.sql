-- A foreign key without a name comes back.
-- verdict: restored
-- why: the generated name is the same as before

-- base
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint, KEY user_id (user_id), FOREIGN KEY (user_id) REFERENCES users (id));

-- up
ALTER TABLE posts DROP FOREIGN KEY posts_ibfk_1;

-- down
ALTER TABLE posts ADD FOREIGN KEY (user_id) REFERENCES users (id);
