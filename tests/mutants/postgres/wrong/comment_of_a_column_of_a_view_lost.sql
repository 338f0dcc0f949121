-- A view comes back without what was said of its column.
-- verdict: differs
-- why: a comment goes with the view

-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
CREATE VIEW addresses AS SELECT id, email FROM users;
COMMENT ON COLUMN addresses.email IS 'as it was entered';

-- up
DROP VIEW addresses;

-- down
CREATE VIEW addresses AS SELECT id, email FROM users;
