DO $watch$ BEGIN
CREATE TABLE information_schema.migrate_touched (class oid, id oid);
-- What a command touched; that it does not say what stands as zero.
CREATE FUNCTION information_schema.migrate_changed() RETURNS event_trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog AS $body$ BEGIN
  INSERT INTO information_schema.migrate_touched
    SELECT coalesce(c.classid, 0), coalesce(c.objid, 0) FROM pg_event_trigger_ddl_commands() c;
  IF NOT FOUND AND (TG_TAG NOT LIKE 'DROP %' OR TG_TAG = 'DROP OWNED') OR TG_TAG = 'SECURITY LABEL' THEN
    INSERT INTO information_schema.migrate_touched VALUES (0, 0);
  END IF;
END $body$;
-- What went, and of a part of a relation the relation. The type of a relation goes with that. A foreign table
-- is kept apart from relations, and stands as zero.
CREATE FUNCTION information_schema.migrate_dropped() RETURNS event_trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog AS $body$ BEGIN
  INSERT INTO information_schema.migrate_touched
    SELECT d.classid, d.objid FROM pg_event_trigger_dropped_objects() d
    WHERE d.original OR d.normal OR d.classid <> 'pg_type'::regclass
    UNION ALL
    SELECT 'pg_class'::regclass, to_regclass(format('%I.%I', d.address_names[1], d.address_names[2]))
    FROM pg_event_trigger_dropped_objects() d
    WHERE d.classid IN ('pg_constraint'::regclass, 'pg_trigger'::regclass, 'pg_rewrite'::regclass,
      'pg_policy'::regclass, 'pg_attrdef'::regclass) AND cardinality(d.address_names) = 3
    UNION ALL
    SELECT 0, 0 FROM pg_event_trigger_dropped_objects() d WHERE d.object_type = 'foreign table';
END $body$;
-- The relations that this transaction has locked so that others notice it, and those of these names; and
-- a row without a relation where a transaction is open at all.
CREATE FUNCTION information_schema.migrate_locks(names text[]) RETURNS TABLE
  (id text, namespace text, name text, mode text, file text, size text, scans text)
LANGUAGE plpgsql SET search_path = pg_catalog AS $body$ BEGIN
  IF transaction_timestamp() < statement_timestamp() THEN
    id := NULL; RETURN NEXT;
  END IF;
  RETURN QUERY SELECT l.relation::text, n.nspname::text, c.relname::text, l.mode, c.relfilenode::text,
    CASE WHEN c.relfilenode <> 0 THEN pg_relation_size(c.oid)::text END,
    pg_stat_get_xact_numscans(c.oid)::text
  FROM (
    (SELECT DISTINCT ON (k.relation) k.relation, k.mode FROM pg_locks k
    WHERE k.pid = pg_backend_pid() AND k.locktype = 'relation' AND k.granted
      AND k.mode IN ('ShareUpdateExclusiveLock', 'ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock',
        'AccessExclusiveLock')
    ORDER BY k.relation, array_position(ARRAY['AccessExclusiveLock', 'ExclusiveLock',
      'ShareRowExclusiveLock', 'ShareLock', 'ShareUpdateExclusiveLock'], k.mode))
    UNION ALL SELECT to_regclass(one)::oid, NULL FROM unnest(names) one WHERE to_regclass(one) IS NOT NULL
  ) l
  LEFT JOIN pg_class c ON c.oid = l.relation LEFT JOIN pg_namespace n ON n.oid = c.relnamespace;
END $body$;
CREATE EVENT TRIGGER migrate_changed ON ddl_command_end
  EXECUTE FUNCTION information_schema.migrate_changed();
CREATE EVENT TRIGGER migrate_dropped ON sql_drop
  EXECUTE FUNCTION information_schema.migrate_dropped();
ALTER EVENT TRIGGER migrate_changed ENABLE ALWAYS;
ALTER EVENT TRIGGER migrate_dropped ENABLE ALWAYS;
EXCEPTION WHEN insufficient_privilege THEN NULL;
END $watch$;
SELECT evtname FROM pg_event_trigger WHERE evtname = 'migrate_changed'
