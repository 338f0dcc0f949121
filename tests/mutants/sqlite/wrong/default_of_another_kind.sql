-- A default comes back as a text.
-- verdict: differs
-- why: the column has no type that would make it a number again

-- base
CREATE TABLE o (id INTEGER PRIMARY KEY, n DEFAULT 1);

-- up
ALTER TABLE o ADD COLUMN z;

-- down
CREATE TABLE o2 (id INTEGER PRIMARY KEY, n DEFAULT '1');
INSERT INTO o2 SELECT id, n FROM o;
DROP TABLE o;
ALTER TABLE o2 RENAME TO o;
