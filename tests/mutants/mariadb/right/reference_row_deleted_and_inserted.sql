-- A reference row is deleted, and inserted again.
-- verdict: restored
-- why: with the same values

-- base
CREATE TABLE kinds (id int PRIMARY KEY, name varchar(10) NOT NULL);
INSERT INTO kinds VALUES (1, 'a'), (2, 'b');

-- up
DELETE FROM kinds WHERE id = 2;

-- down
INSERT INTO kinds (id, name) VALUES (2, 'b');
