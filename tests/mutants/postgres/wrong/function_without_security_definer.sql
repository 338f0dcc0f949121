-- A function comes back with the rights of its caller.
-- verdict: differs
-- why: SECURITY DEFINER and its search_path are not in the body that was copied

-- base
CREATE FUNCTION purge() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$ BEGIN NULL; END $$;

-- up
CREATE OR REPLACE FUNCTION purge() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$ BEGIN RAISE NOTICE 'purging'; END $$;

-- down
CREATE OR REPLACE FUNCTION purge() RETURNS void LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;
