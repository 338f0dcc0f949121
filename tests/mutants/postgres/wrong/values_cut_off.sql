-- A narrower type cuts values off.
-- verdict: rows
-- why: the column is wide again, the values are not

-- base
CREATE TABLE posts (id bigint PRIMARY KEY, title text NOT NULL);
INSERT INTO posts VALUES (1, 'a title that is longer than ten letters');

-- up
ALTER TABLE posts ALTER COLUMN title TYPE varchar(10) USING left(title, 10);

-- down
ALTER TABLE posts ALTER COLUMN title TYPE text;
