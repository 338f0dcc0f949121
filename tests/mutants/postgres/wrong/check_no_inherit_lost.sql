-- A check comes back for the children too.
-- verdict: differs
-- why: NO INHERIT is left out

-- base
CREATE TABLE parents (id bigint, kind text);
CREATE TABLE children () INHERITS (parents);
ALTER TABLE parents ADD CONSTRAINT own CHECK (kind = 'own') NO INHERIT;

-- up
ALTER TABLE parents DROP CONSTRAINT own;

-- down
ALTER TABLE parents ADD CONSTRAINT own CHECK (kind = 'own');
