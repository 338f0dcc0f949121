-- A view with a star keeps the columns of its time.
-- verdict: differs
-- why: the table loses its column after the view was made anew with it

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text);
CREATE VIEW everything AS SELECT * FROM users;

-- up
ALTER TABLE users ADD COLUMN phone text;
DROP VIEW everything;
CREATE VIEW everything AS SELECT id, email, phone FROM users;

-- down
ALTER TABLE users DROP COLUMN phone CASCADE;
CREATE VIEW everything AS SELECT id FROM users;
