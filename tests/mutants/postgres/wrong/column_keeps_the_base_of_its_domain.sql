-- A column of a domain comes back as the domain's base.
-- verdict: differs
-- why: text is not email

-- base
CREATE DOMAIN email AS text CHECK (VALUE ~ '@');
CREATE TABLE users (id int PRIMARY KEY, mail email);
INSERT INTO users VALUES (1, 'a@x');

-- up
ALTER TABLE users ALTER COLUMN mail TYPE varchar(200);

-- down
ALTER TABLE users ALTER COLUMN mail TYPE text;
