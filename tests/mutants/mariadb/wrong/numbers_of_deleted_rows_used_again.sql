-- A table that was copied counts from the rows that are there.
-- verdict: rows
-- why: the number of a deleted row is given out again

-- base
CREATE TABLE users (id bigint AUTO_INCREMENT PRIMARY KEY, name varchar(20));
INSERT INTO users (name) VALUES ('ann'), ('bob'), ('cyd');
DELETE FROM users WHERE id = 3;

-- up
CREATE TABLE users_new (id bigint AUTO_INCREMENT PRIMARY KEY, name varchar(20) DEFAULT 'nobody');
INSERT INTO users_new (id, name) SELECT id, name FROM users;
DROP TABLE users;
RENAME TABLE users_new TO users;

-- down
CREATE TABLE users_new (id bigint AUTO_INCREMENT PRIMARY KEY, name varchar(20));
INSERT INTO users_new (id, name) SELECT id, name FROM users;
DROP TABLE users;
RENAME TABLE users_new TO users;
