-- A foreign key says to which table, and not to which columns.
-- verdict: fails
-- why: other engines take the primary key then

-- base
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint, KEY user_id (user_id), CONSTRAINT posts_user FOREIGN KEY (user_id) REFERENCES users (id));

-- up
ALTER TABLE posts DROP FOREIGN KEY posts_user;

-- down
ALTER TABLE posts ADD CONSTRAINT posts_user FOREIGN KEY (user_id) REFERENCES users;
