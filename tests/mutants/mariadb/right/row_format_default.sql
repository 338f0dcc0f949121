-- A table is compact for a while.
-- verdict: restored
-- why: DEFAULT forgets the format

-- base
CREATE TABLE t (id int PRIMARY KEY, a text) ENGINE=InnoDB;

-- up
ALTER TABLE t ROW_FORMAT=COMPACT;

-- down
ALTER TABLE t ROW_FORMAT=DEFAULT;
