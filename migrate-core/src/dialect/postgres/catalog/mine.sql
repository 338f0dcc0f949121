WITH mine AS (
  SELECT n.oid, n.nspname FROM pg_namespace n
  WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
), brought AS (
  SELECT e.classid, e.objid FROM pg_depend e WHERE e.refclassid = 'pg_extension'::regclass AND e.deptype = 'e'
), relations AS (
  SELECT o.*, n.nspname FROM pg_class o JOIN mine n ON n.oid = o.relnamespace
  WHERE o.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') /* touched: o.oid = ANY ($1) */
    AND o.oid NOT IN (SELECT e.objid FROM brought e WHERE e.classid = 'pg_class'::regclass)
)
