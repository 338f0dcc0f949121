-- A table without texts is converted and converted back.
-- verdict: restored
-- why: there is no column whose type would grow

-- base
CREATE TABLE users (id bigint PRIMARY KEY, name varchar(50)) DEFAULT CHARSET = latin1;
INSERT INTO users VALUES (1, 'ann');

-- up
ALTER TABLE users CONVERT TO CHARACTER SET utf8mb4;

-- down
ALTER TABLE users CONVERT TO CHARACTER SET latin1;
