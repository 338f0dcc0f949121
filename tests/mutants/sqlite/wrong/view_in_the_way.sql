-- DROP COLUMN fails because of a view.
-- verdict: fails
-- why: the view reads it

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY);

-- up
ALTER TABLE users ADD COLUMN email TEXT;
CREATE VIEW emails AS SELECT email FROM users;

-- down
ALTER TABLE users DROP COLUMN email;
DROP VIEW emails;
