-- Defaults come back in brackets, and without.
-- verdict: restored
-- why: they are the same values

-- base
CREATE TABLE o (id INTEGER PRIMARY KEY, made TEXT DEFAULT CURRENT_TIMESTAMP, n INT DEFAULT (1), m INT DEFAULT -1);
INSERT INTO o (made, n) VALUES ('2024-01-01', 2);

-- up
ALTER TABLE o ADD COLUMN z;

-- down
CREATE TABLE o2 (id INTEGER PRIMARY KEY, made TEXT DEFAULT (CURRENT_TIMESTAMP), n INT DEFAULT 1, m INT DEFAULT (-1));
INSERT INTO o2 SELECT id, made, n, m FROM o;
DROP TABLE o;
ALTER TABLE o2 RENAME TO o;
