SELECT n.nspname, o.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull::text,
  pg_get_expr(d.adbin, d.adrelid), a.attidentity::text, a.attgenerated::text,
  CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END,
  CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage::text END,
  nullif(a.attcompression::text, ''), nullif(a.attstattarget, -1)::text,
  array_to_string(a.attoptions, chr(29)), c.description,
  (a.attislocal OR o.relispartition)::text,
  -- From version 18 on, NOT NULL is a constraint with a name of its own.
  CASE WHEN k.conname <> o.relname || '_' || a.attname || '_not_null'
    AND octet_length(o.relname || a.attname) <= 53 THEN k.conname END,
  k.convalidated::text, k.connoinherit::text, o.oid::text, o.oid::text
FROM pg_attribute a JOIN pg_class o ON o.oid = a.attrelid JOIN pg_namespace n ON n.oid = o.relnamespace
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_description c ON c.classoid = 'pg_class'::regclass AND c.objoid = o.oid
    AND c.objsubid = a.attnum
  LEFT JOIN pg_attrdef d ON d.adrelid = o.oid AND d.adnum = a.attnum
  LEFT JOIN pg_constraint k ON k.contype = 'n' AND k.conrelid = o.oid
    AND k.conkey = ARRAY[a.attnum] AND k.conislocal
WHERE o.relkind IN ('r', 'p') /* touched: o */ AND a.attnum > 0 AND NOT a.attisdropped
  AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT 1 FROM pg_depend e
    WHERE e.classid = 'pg_class'::regclass AND e.objid = o.oid AND e.deptype = 'e')
ORDER BY 1, 2, a.attnum
