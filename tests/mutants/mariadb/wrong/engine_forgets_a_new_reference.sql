-- A table is out of its engine while a reference is made, which nothing keeps.
-- verdict: differs
-- why: the down drops a column and not the reference

-- base
CREATE TABLE p (id int PRIMARY KEY) ENGINE=InnoDB;
CREATE TABLE c (id int PRIMARY KEY, p_id int, CONSTRAINT c_p FOREIGN KEY (p_id) REFERENCES p (id)) ENGINE=InnoDB;

-- up
ALTER TABLE c DROP FOREIGN KEY c_p;
ALTER TABLE c ENGINE=MyISAM;

-- down
ALTER TABLE c ADD CONSTRAINT c_p FOREIGN KEY (p_id) REFERENCES p (id);
ALTER TABLE c ENGINE=InnoDB;
