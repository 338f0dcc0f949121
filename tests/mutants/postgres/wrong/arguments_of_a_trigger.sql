-- A trigger hands its function another argument.
-- verdict: differs
-- why: the function reads what it is handed

-- base
CREATE TABLE t (id int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TRIGGER tr AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f('a', 'b');

-- up
DROP TRIGGER tr ON t;

-- down
CREATE TRIGGER tr AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f('a', 'c');
