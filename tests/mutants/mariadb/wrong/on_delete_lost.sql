-- A foreign key comes back without ON DELETE CASCADE.
-- verdict: differs
-- why: deleting a user fails from then on

-- base
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint, CONSTRAINT posts_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE);

-- up
ALTER TABLE posts DROP FOREIGN KEY posts_user;

-- down
ALTER TABLE posts ADD CONSTRAINT posts_user FOREIGN KEY (user_id) REFERENCES users (id);
