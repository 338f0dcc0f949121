-- A trigger comes back with its rows under another name.
-- verdict: differs
-- why: the function finds no table of the name it knows

-- base
CREATE TABLE t (id int, a text);
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM count(*) FROM fresh; RETURN NULL; END';
CREATE TRIGGER tt AFTER INSERT ON t REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION tf();

-- up
DROP TRIGGER tt ON t;

-- down
CREATE TRIGGER tt AFTER INSERT ON t REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tf();
