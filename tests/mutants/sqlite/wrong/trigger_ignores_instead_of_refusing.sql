-- A trigger refused to delete, and now ignores who tries.
-- verdict: differs
-- why: nobody hears of it

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
CREATE TRIGGER g BEFORE DELETE ON t WHEN OLD.a IS NOT NULL BEGIN SELECT RAISE(ABORT, 'no'); END;

-- up
DROP TRIGGER g;

-- down
CREATE TRIGGER g BEFORE DELETE ON t WHEN OLD.a IS NOT NULL BEGIN SELECT RAISE(IGNORE); END;
