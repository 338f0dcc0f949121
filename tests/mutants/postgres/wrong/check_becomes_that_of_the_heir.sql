-- A check comes back in an heir before it comes back in its parent.
-- verdict: differs
-- why: the heir keeps it when the parent loses it

-- base
CREATE TABLE cities (id int, CONSTRAINT positive CHECK (id > 0));
CREATE TABLE capitals (land text) INHERITS (cities);

-- up
ALTER TABLE cities DROP CONSTRAINT positive;

-- down
ALTER TABLE capitals ADD CONSTRAINT positive CHECK (id > 0);
ALTER TABLE cities ADD CONSTRAINT positive CHECK (id > 0);
