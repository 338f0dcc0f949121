-- where there is pg_extension WHERE oid >= 16384
-- The columns of tables that are an extension's: others may refer to them.
SELECT o.oid, n.nspname, o.relname, o.relpersistence, a.attnum, a.attname
FROM brought e JOIN pg_class o ON o.oid = e.objid JOIN pg_namespace n ON n.oid = o.relnamespace
  JOIN pg_attribute a ON a.attrelid = o.oid
WHERE e.classid = 'pg_class'::regclass AND o.relkind IN ('r', 'p', 'f', 'v') /* touched: o.oid = ANY ($1) */
  AND a.attnum > 0 AND NOT a.attisdropped
