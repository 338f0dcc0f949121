-- A foreign key comes back NOT VALID.
-- verdict: differs
-- why: VALIDATE CONSTRAINT was meant to follow

-- base
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES users);

-- up
ALTER TABLE posts DROP CONSTRAINT posts_user_id_fkey;

-- down
ALTER TABLE posts ADD CONSTRAINT posts_user_id_fkey FOREIGN KEY (user_id) REFERENCES users NOT VALID;
