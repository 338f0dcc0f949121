-- Children of a table that is taken out of the way point there afterwards.
-- verdict: differs
-- why: RENAME rewrites references

-- base
CREATE TABLE p (id INTEGER PRIMARY KEY, a TEXT);
CREATE TABLE c (id INTEGER PRIMARY KEY, p_id INT REFERENCES p (id));

-- up
ALTER TABLE p ADD COLUMN b TEXT;

-- down
ALTER TABLE p RENAME TO p_old;
CREATE TABLE p (id INTEGER PRIMARY KEY, a TEXT);
INSERT INTO p SELECT id, a FROM p_old;
DROP TABLE p_old;
