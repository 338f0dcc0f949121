-- A key goes and takes the references to it.
-- verdict: differs
-- why: CASCADE takes them from other tables

-- base
CREATE TABLE a (id int, CONSTRAINT a_pk PRIMARY KEY (id));
CREATE TABLE b (a_id int REFERENCES a);

-- up
ALTER TABLE a DROP CONSTRAINT a_pk CASCADE;

-- down
ALTER TABLE a ADD CONSTRAINT a_pk PRIMARY KEY (id);
