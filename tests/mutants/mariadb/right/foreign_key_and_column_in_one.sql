-- A reference and its column go in one statement.
-- verdict: restored
-- why: in the order that the server wants

-- base
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (id int PRIMARY KEY);

-- up
ALTER TABLE c ADD p_id int, ADD CONSTRAINT c_p FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE SET NULL;

-- down
ALTER TABLE c DROP FOREIGN KEY c_p, DROP COLUMN p_id;
