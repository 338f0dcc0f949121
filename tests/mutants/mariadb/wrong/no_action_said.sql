-- A reference comes back with NO ACTION written out.
-- verdict: differs
-- why: the server keeps that it was written, and its dump shows it

-- base
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (id int, p_id int, CONSTRAINT c_p FOREIGN KEY (p_id) REFERENCES p (id));

-- up
ALTER TABLE c DROP FOREIGN KEY c_p;

-- down
ALTER TABLE c ADD CONSTRAINT c_p FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE NO ACTION;
