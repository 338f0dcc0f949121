-- A rule comes back and does the other thing too.
-- verdict: differs
-- why: DO INSTEAD is not said again

-- base
CREATE TABLE t (id int);
CREATE TABLE log (id int);
CREATE RULE r AS ON INSERT TO t DO INSTEAD INSERT INTO log VALUES (NEW.id);

-- up
DROP RULE r ON t;

-- down
CREATE RULE r AS ON INSERT TO t DO ALSO INSERT INTO log VALUES (NEW.id);
