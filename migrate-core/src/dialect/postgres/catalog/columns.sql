-- Of tables and views all; of what else has columns those on which somebody has rights.
SELECT o.oid::text, a.attnum::text, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull::text,
  -- A default that names no column is spelled without the table, which need not be opened then.
  CASE WHEN a.atthasdef THEN (
    SELECT pg_get_expr(d.adbin, CASE WHEN a.attgenerated <> '' THEN d.adrelid ELSE 0 END)
    FROM pg_attrdef d WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum) END,
  a.attidentity::text, a.attgenerated::text,
  CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END,
  CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage::text END,
  nullif(a.attcompression::text, ''), nullif(a.attstattarget, -1)::text,
  array_to_string(a.attoptions, chr(29)), (a.attislocal OR o.relispartition)::text,
  CASE WHEN a.attacl IS NOT NULL THEN (
    SELECT string_agg(concat(r.privilege_type, ' ( ', a.attname, ' ) to ',
      CASE WHEN r.grantee = 0 THEN 'public' ELSE pg_get_userbyid(r.grantee) END, ' on ', o.relname,
      chr(25), CASE WHEN r.is_grantable THEN 'grantable' END), chr(29))
    FROM aclexplode(a.attacl) r) END
FROM pg_class o JOIN pg_attribute a ON a.attrelid = o.oid JOIN pg_type t ON t.oid = a.atttypid
WHERE o.relnamespace IN (SELECT n.oid FROM mine n) /* touched: o.oid = ANY ($1) */
  AND a.attnum > 0 AND NOT a.attisdropped
  AND (o.relkind IN ('r', 'p', 'v', 'm') OR o.relkind IN ('S', 'f') AND a.attacl IS NOT NULL)
