-- Rows are inserted and deleted by their keys.
-- verdict: restored
-- why: none of them was there before

-- base
CREATE TABLE roles (name text PRIMARY KEY, level integer);
INSERT INTO roles VALUES ('admin', 9);

-- up
INSERT INTO roles (name, level) VALUES ('editor', 5), ('viewer', 1);

-- down
DELETE FROM roles WHERE name IN ('editor', 'viewer');
