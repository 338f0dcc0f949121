-- where there is pg_depend WHERE refclassid = 'pg_extension'::regclass AND classid = 'pg_class'::regclass
-- The columns of tables that are an extension's: others may refer to them.
SELECT o.oid, n.nspname, o.relname, o.relpersistence, a.attnum, a.attname
FROM brought e JOIN pg_class o ON o.oid = e.objid JOIN pg_namespace n ON n.oid = o.relnamespace
  JOIN pg_attribute a ON a.attrelid = o.oid
WHERE e.classid = 'pg_class'::regclass AND o.relkind IN ('r', 'p', 'f', 'v')
  AND a.attnum > 0 AND NOT a.attisdropped
