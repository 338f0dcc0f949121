SELECT n.nspname, o.relname, format_type(s.seqtypid, NULL), s.seqstart::text, s.seqincrement::text,
  s.seqmin::text, s.seqmax::text, s.seqcycle::text, tn.nspname, t.relname, a.attname,
  nullif(s.seqcache, 1)::text, o.relpersistence::text, nullif(pg_get_userbyid(o.relowner), current_user),
  t.relpersistence::text, o.oid::text, coalesce(t.oid, o.oid)::text
FROM pg_sequence s JOIN pg_class o ON o.oid = s.seqrelid JOIN pg_namespace n ON n.oid = o.relnamespace
  LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = o.oid
    AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
  LEFT JOIN pg_class t ON t.oid = d.refobjid
  LEFT JOIN pg_namespace tn ON tn.oid = t.relnamespace
  LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
WHERE true /* touched: o */ AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT 1 FROM pg_depend e
    WHERE e.classid = 'pg_class'::regclass AND e.objid = o.oid AND e.deptype = 'e')
ORDER BY 1, 2
