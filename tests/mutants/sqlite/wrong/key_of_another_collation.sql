-- A row is added and deleted by a column that tells fewer texts apart than its index does.
-- verdict: rows
-- why: the condition of the down folds letters, and the index does not

-- base
CREATE TABLE roles (name TEXT COLLATE NOCASE, rank INTEGER);
CREATE UNIQUE INDEX roles_name ON roles (name COLLATE BINARY);
INSERT INTO roles VALUES ('ADMIN', 1);

-- up
INSERT INTO roles (name, rank) VALUES ('admin', 2);

-- down
DELETE FROM roles WHERE name = 'admin';
