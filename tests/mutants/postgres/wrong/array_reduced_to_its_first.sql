-- An array becomes its first element.
-- verdict: rows
-- why: the other elements are gone

-- base
CREATE TABLE posts (id bigint PRIMARY KEY, tags text[]);
INSERT INTO posts VALUES (1, '{a,b}');

-- up
ALTER TABLE posts ALTER COLUMN tags TYPE text USING tags[1];

-- down
ALTER TABLE posts ALTER COLUMN tags TYPE text[] USING ARRAY[tags];
