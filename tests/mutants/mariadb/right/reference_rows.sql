-- Rows are inserted and deleted by their keys.
-- verdict: restored
-- why: none of them was there before

-- base
CREATE TABLE roles (name varchar(50) PRIMARY KEY, level int);
INSERT INTO roles VALUES ('admin', 9);

-- up
INSERT INTO roles (name, level) VALUES ('editor', 5), ('viewer', 1);

-- down
DELETE FROM roles WHERE name IN ('editor', 'viewer');
