-- where there is pg_sequence
SELECT o.oid::text, o.nspname, o.relname, format_type(s.seqtypid, NULL), s.seqstart::text, s.seqincrement::text,
  s.seqmin::text, s.seqmax::text, s.seqcycle::text, nullif(s.seqcache, 1)::text, o.relpersistence::text,
  nullif(pg_get_userbyid(o.relowner), current_user),
  -- The column that it goes with.
  (SELECT concat_ws(chr(29), t.oid, n.nspname, t.relname, a.attname, t.relpersistence)
    FROM pg_depend d JOIN pg_class t ON t.oid = d.refobjid JOIN pg_namespace n ON n.oid = t.relnamespace
      JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
    WHERE d.classid = 'pg_class'::regclass AND d.objid = o.oid AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0)
FROM relations o JOIN pg_sequence s ON s.seqrelid = o.oid
