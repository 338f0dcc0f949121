-- Of whatever has columns all; of sequences those on which somebody has rights.
SELECT a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull OR NULL,
  -- A default that names no column is spelled without the table, which need not be opened then.
  pg_get_expr(d.adbin, CASE WHEN a.attgenerated <> '' THEN d.adrelid ELSE 0 END),
  nullif(a.attidentity, ''), nullif(a.attgenerated, ''),
  CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation END,
  CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END,
  nullif(a.attcompression, ''), nullif(a.attstattarget, -1), array_to_string(a.attoptions, chr(29)),
  NOT a.attislocal OR NULL,
  CASE WHEN a.attacl IS NOT NULL THEN (
    SELECT string_agg(concat(r.privilege_type, ' ( ', a.attname, ' ) to ',
      CASE WHEN r.grantee = 0 THEN 'public' ELSE pg_get_userbyid(r.grantee) END, ' on ',
      chr(25), CASE WHEN r.is_grantable THEN 'grantable' END), chr(29))
    FROM aclexplode(a.attacl) r) END,
  a.attcollation NOT IN (0, 'pg_catalog.default'::regcollation) OR NULL
FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum /* touched: d.adrelid = ANY ($1) */
WHERE a.attrelid = ANY (ARRAY(
    SELECT o.oid FROM pg_class o
    WHERE o.relnamespace IN (SELECT n.oid FROM mine n) /* touched: o.oid = ANY ($1) */
      AND o.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')))
  AND a.attnum > 0 AND NOT a.attisdropped
  AND (a.attacl IS NOT NULL OR a.attrelid NOT IN (
    SELECT s.seqrelid FROM pg_sequence s WHERE true /* touched: s.seqrelid = ANY ($1) */))
