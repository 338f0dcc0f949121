-- Reference rows are added without a list of columns, and deleted by their key.
-- verdict: restored
-- why: no other row can have had that key

-- base
CREATE TABLE roles (name text PRIMARY KEY, rank int);
INSERT INTO roles VALUES ('user', 1);

-- up
INSERT INTO roles VALUES ('admin', 9);

-- down
DELETE FROM roles WHERE name = 'admin';
