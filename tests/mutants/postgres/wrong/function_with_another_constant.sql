-- A function comes back with another constant.
-- verdict: differs
-- why: the body was written from memory

-- base
CREATE FUNCTION price_with_tax(net numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT net * 1.19 $$;

-- up
CREATE OR REPLACE FUNCTION price_with_tax(net numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT round(net * 1.19, 2) $$;

-- down
CREATE OR REPLACE FUNCTION price_with_tax(net numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT net * 1.9 $$;
