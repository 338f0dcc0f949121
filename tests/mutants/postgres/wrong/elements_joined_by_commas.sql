-- A list becomes a text with commas, and a list again.
-- verdict: rows
-- why: some elements have commas, and some are NULL

-- base
CREATE TABLE t (id int, tags text[] NOT NULL);
INSERT INTO t VALUES (1, '{"a,b",c}'), (2, '{}'), (3, '{NULL,x}');

-- up
ALTER TABLE t ALTER tags TYPE text USING array_to_string(tags, ',');

-- down
ALTER TABLE t ALTER tags TYPE text[] USING string_to_array(tags, ',');
