-- Rows are saved, deleted and inserted again.
-- verdict: rows
-- why: what referred to them refers to nothing any more

-- base
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (id int PRIMARY KEY, p int REFERENCES p ON DELETE SET NULL);
INSERT INTO p VALUES (1), (2);
INSERT INTO c VALUES (1, 1), (2, 2);

-- up
CREATE TABLE saved AS SELECT * FROM p WHERE id = 2;
DELETE FROM p WHERE id = 2;

-- down
INSERT INTO p SELECT * FROM saved;
DROP TABLE saved;
