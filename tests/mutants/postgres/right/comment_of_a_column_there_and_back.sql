-- A comment comes back in an escaped string.
-- verdict: restored
-- why: it is the same text

-- base
CREATE TABLE t (id int, a int);
COMMENT ON COLUMN t.a IS 'it''s old';

-- up
COMMENT ON COLUMN t.a IS 'new';

-- down
COMMENT ON COLUMN public.t.a IS E'it\'s old';
