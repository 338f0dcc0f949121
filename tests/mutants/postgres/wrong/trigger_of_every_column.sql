-- A trigger on one column comes back for all of them.
-- verdict: differs
-- why: it fires more often than before

-- base
CREATE TABLE t (id int, a int, b int);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';
CREATE TRIGGER touched BEFORE UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION touch();

-- up
DROP TRIGGER touched ON t;

-- down
CREATE TRIGGER touched BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION touch();
