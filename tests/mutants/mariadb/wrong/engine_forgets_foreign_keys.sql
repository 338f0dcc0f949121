-- A table with a foreign key goes to an engine that has none.
-- verdict: fails
-- why: the child keeps its own, the parent may not go

-- base
CREATE TABLE p (id int PRIMARY KEY) ENGINE=InnoDB;
CREATE TABLE c (id int PRIMARY KEY, p_id int, CONSTRAINT c_p FOREIGN KEY (p_id) REFERENCES p (id)) ENGINE=InnoDB;

-- up
ALTER TABLE c DROP FOREIGN KEY c_p;
ALTER TABLE p ENGINE=MyISAM;

-- down
ALTER TABLE c ADD CONSTRAINT c_p FOREIGN KEY (p_id) REFERENCES p (id);
ALTER TABLE p ENGINE=InnoDB;
