-- An index comes back in other letters.
-- verdict: note
-- why: it is the same name

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
CREATE INDEX t_a ON t (a);

-- up
DROP INDEX t_a;

-- down
CREATE INDEX T_A ON t (a);
