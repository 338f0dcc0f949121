-- A rule is dropped and comes back.
-- verdict: restored
-- why: ALSO is the default

-- base
CREATE TABLE t (id int);
CREATE TABLE log (id int);
CREATE RULE r AS ON INSERT TO t DO ALSO INSERT INTO log VALUES (NEW.id);

-- up
DROP RULE r ON t;

-- down
CREATE OR REPLACE RULE r AS ON INSERT TO t DO INSERT INTO log VALUES (NEW.id);
