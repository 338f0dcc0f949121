-- An index that a reference needs comes back as a plain one.
-- verdict: differs
-- why: every write to the child fails from then on

-- base
CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT);
CREATE UNIQUE INDEX p_code ON p (code);
CREATE TABLE c (id INTEGER PRIMARY KEY, code TEXT REFERENCES p (code));

-- up
DROP INDEX p_code;

-- down
CREATE INDEX p_code ON p (code);
