-- The down takes away a row too many.
-- verdict: rows
-- why: what refers to it goes with it

-- base
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p (id) ON DELETE CASCADE);
INSERT INTO p VALUES (1), (2);
INSERT INTO c VALUES (1, 1), (2, 2);

-- up
PRAGMA foreign_keys = ON;
INSERT INTO p VALUES (3);

-- down
PRAGMA foreign_keys = ON;
DELETE FROM p WHERE id >= 2;
