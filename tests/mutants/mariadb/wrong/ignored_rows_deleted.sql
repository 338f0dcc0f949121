-- INSERT IGNORE skips a row that the down deletes.
-- verdict: rows
-- why: it was there before

-- base
CREATE TABLE roles (name varchar(50) PRIMARY KEY);
INSERT INTO roles VALUES ('admin');

-- up
INSERT IGNORE INTO roles VALUES ('admin'), ('viewer');

-- down
DELETE FROM roles WHERE name IN ('admin', 'viewer');
