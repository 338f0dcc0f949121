-- A table gets its name back in the old way of renaming.
-- verdict: differs
-- why: who refers to it keeps the new name

-- base
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p (id));

-- up
ALTER TABLE p RENAME TO p2;

-- down
PRAGMA legacy_alter_table = ON;
ALTER TABLE p2 RENAME TO p;
