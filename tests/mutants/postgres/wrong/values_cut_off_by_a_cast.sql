-- An explicit cast cuts values off without an error.
-- verdict: rows
-- why: ::varchar(8) is not checked as an assignment is

-- base
CREATE TABLE posts (id bigint PRIMARY KEY, slug text NOT NULL);
INSERT INTO posts VALUES (1, 'longer-than-eight');

-- up
ALTER TABLE posts ALTER COLUMN slug TYPE varchar(8) USING slug::varchar(8);

-- down
ALTER TABLE posts ALTER COLUMN slug TYPE text;
