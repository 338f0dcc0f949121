-- Of whatever has columns all; of sequences those on which somebody has rights.
SELECT a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
  -- A default that names no column is spelled without the table, which need not be opened then.
  pg_get_expr(d.adbin, CASE WHEN a.attgenerated <> '' THEN d.adrelid ELSE 0 END),
  a.attidentity, a.attgenerated,
  CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation END,
  CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END,
  nullif(a.attcompression, ''), nullif(a.attstattarget, -1), array_to_string(a.attoptions, chr(29)),
  a.attislocal,
  CASE WHEN a.attacl IS NOT NULL THEN (
    SELECT string_agg(concat(r.privilege_type, ' ( ', a.attname, ' ) to ',
      CASE WHEN r.grantee = 0 THEN 'public' ELSE pg_get_userbyid(r.grantee) END, ' on ',
      chr(25), CASE WHEN r.is_grantable THEN 'grantable' END), chr(29))
    FROM aclexplode(a.attacl) r) END,
  CASE WHEN a.attcollation NOT IN (0, 'pg_catalog.default'::regcollation) THEN true END
FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attrelid = ANY (ARRAY(SELECT o.oid FROM relations o)) AND a.attnum > 0 AND NOT a.attisdropped
  AND (a.attacl IS NOT NULL OR a.attrelid NOT IN (SELECT s.seqrelid FROM pg_sequence s))
