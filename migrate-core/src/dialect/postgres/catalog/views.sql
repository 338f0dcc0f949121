SELECT n.nspname, o.relname, (o.relkind = 'm')::text, pg_get_viewdef(o.oid),
  array_to_string(o.reloptions, chr(29)),
  (SELECT s.spcname FROM pg_tablespace s WHERE s.oid = o.reltablespace),
  nullif(pg_get_userbyid(o.relowner), current_user),
  (SELECT string_agg(a.attname || chr(25) || pg_get_expr(d.adbin, d.adrelid), chr(29) ORDER BY a.attname)
    FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
    WHERE d.adrelid = o.oid),
  (SELECT string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum)
    FROM pg_attribute a WHERE a.attrelid = o.oid AND a.attnum > 0 AND NOT a.attisdropped),
  (SELECT m.amname FROM pg_am m WHERE m.oid = o.relam AND m.amname <> 'heap'),
  (SELECT string_agg(a.attname || chr(25) || concat_ws(' ', a.attstattarget, a.attstorage), chr(29)
      ORDER BY a.attname)
    FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid WHERE a.attrelid = o.oid AND a.attnum > 0
      AND (coalesce(a.attstattarget, -1) >= 0 OR a.attstorage <> t.typstorage)),
  CASE WHEN o.relkind = 'm' AND NOT o.relispopulated THEN 'false' END,
  o.oid::text, o.oid::text
FROM pg_class o JOIN pg_namespace n ON n.oid = o.relnamespace
WHERE o.relkind IN ('v', 'm') /* touched: o */ AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT 1 FROM pg_depend e
    WHERE e.classid = 'pg_class'::regclass AND e.objid = o.oid AND e.deptype = 'e')
ORDER BY 1, 2
