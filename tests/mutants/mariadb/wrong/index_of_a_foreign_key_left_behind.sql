-- The index that a foreign key brought stays.
-- verdict: differs
-- why: DROP FOREIGN KEY does not drop it

-- base
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint);

-- up
ALTER TABLE posts ADD CONSTRAINT posts_user FOREIGN KEY (user_id) REFERENCES users (id);

-- down
ALTER TABLE posts DROP FOREIGN KEY posts_user;
