-- The index goes before the foreign key that needs it.
-- verdict: fails
-- why: MariaDB refuses, and half of the down has happened

-- base
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint);

-- up
ALTER TABLE posts ADD KEY posts_user_id (user_id), ADD CONSTRAINT posts_user FOREIGN KEY (user_id) REFERENCES users (id);

-- down
ALTER TABLE posts DROP KEY posts_user_id;
ALTER TABLE posts DROP FOREIGN KEY posts_user;
