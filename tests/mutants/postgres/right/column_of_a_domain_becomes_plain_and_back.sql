-- A column of a domain is a plain one for a while.
-- verdict: restored
-- why: the type of the domain's base and its values are the same

-- base
CREATE DOMAIN email AS text CHECK (VALUE ~ '@');
CREATE TABLE users (id int PRIMARY KEY, mail email);
INSERT INTO users VALUES (1, 'a@x'), (2, NULL);

-- up
ALTER TABLE users ALTER COLUMN mail TYPE text;

-- down
ALTER TABLE users ALTER COLUMN mail TYPE email;
