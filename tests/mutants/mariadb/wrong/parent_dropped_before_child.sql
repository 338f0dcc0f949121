-- The down drops in the order of the up.
-- verdict: fails
-- why: the child still refers to the parent

-- base
CREATE TABLE unrelated (id bigint PRIMARY KEY);

-- up
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint, FOREIGN KEY (user_id) REFERENCES users (id));

-- down
DROP TABLE users;
DROP TABLE posts;
