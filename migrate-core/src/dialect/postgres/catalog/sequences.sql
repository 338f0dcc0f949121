-- where there is pg_sequence
SELECT o.oid, o.nspname, o.relname, format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax,
  s.seqcycle OR NULL, nullif(s.seqcache, 1), o.relpersistence, nullif(pg_get_userbyid(o.relowner), current_user),
  -- The column that it goes with.
  (SELECT concat_ws(' ', d.refobjid, d.refobjsubid) FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = o.oid AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0)
FROM relations o JOIN pg_sequence s ON s.seqrelid = o.oid
