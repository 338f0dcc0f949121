, routines AS (
  SELECT p.*, n.nspname,
    p.proname || '(' || coalesce((SELECT string_agg(format_type(k, NULL), ',' ORDER BY place)
      FROM unnest(p.proargtypes) WITH ORDINALITY a (k, place)), '') || ')' AS called
  FROM pg_proc p JOIN mine n ON n.oid = p.pronamespace
  WHERE NOT EXISTS (SELECT 1 FROM brought e WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid)
    -- What makes ranges comes and goes with their type.
    AND NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid
      AND e.refclassid = 'pg_type'::regclass AND e.deptype = 'i')
), types AS (
  SELECT o.*, n.nspname FROM pg_type o JOIN mine n ON n.oid = o.typnamespace
  WHERE NOT EXISTS (SELECT 1 FROM brought e WHERE e.classid = 'pg_type'::regclass AND e.objid = o.oid)
), members AS NOT MATERIALIZED (
  -- What belongs to a class, and what to its family alone.
  SELECT a.amopfamily AS family, d.refobjid AS class,
    concat_ws(' ', a.amopstrategy, a.amopopr::regoperator, a.amoppurpose) AS said
  FROM pg_amop a LEFT JOIN pg_depend d ON d.classid = 'pg_amop'::regclass AND d.objid = a.oid
    AND d.refclassid = 'pg_opclass'::regclass
  UNION ALL
  SELECT a.amprocfamily, d.refobjid, concat_ws(' ', a.amprocnum, a.amproc::regprocedure)
  FROM pg_amproc a LEFT JOIN pg_depend d ON d.classid = 'pg_amproc'::regclass AND d.objid = a.oid
    AND d.refclassid = 'pg_opclass'::regclass
), rights AS (
  SELECT 'grant' AS kind, 'on routine ' || p.called AS place, p.nspname AS space, p.proacl AS has,
    acldefault('f', p.proowner) AS normal
  FROM routines p WHERE p.proacl IS NOT NULL
  UNION ALL
  SELECT 'grant', 'schema ' || n.nspname, '', n.nspacl, acldefault('n', n.nspowner)
  FROM pg_namespace n WHERE n.nspacl IS NOT NULL AND n.oid IN (SELECT oid FROM mine)
    AND (n.nspname <> 'public' OR NOT EXISTS (
      SELECT 1 FROM pg_init_privs i WHERE i.classoid = 'pg_namespace'::regclass AND i.objoid = n.oid
        AND i.initprivs = n.nspacl))
  UNION ALL
  SELECT 'grant', 'type ' || o.typname, o.nspname, o.typacl, acldefault('T', o.typowner)
  FROM types o WHERE o.typacl IS NOT NULL
  UNION ALL
  SELECT 'grant', 'language ' || l.lanname, '', l.lanacl, acldefault('l', l.lanowner)
  FROM pg_language l WHERE l.lanacl IS NOT NULL AND l.oid >= 16384
  UNION ALL
  SELECT 'grant', 'server ' || s.srvname, '', s.srvacl, acldefault('S', s.srvowner)
  FROM pg_foreign_server s WHERE s.srvacl IS NOT NULL
  UNION ALL
  SELECT 'grant', 'wrapper ' || w.fdwname, '', w.fdwacl, acldefault('F', w.fdwowner)
  FROM pg_foreign_data_wrapper w WHERE w.fdwacl IS NOT NULL
  UNION ALL
  -- Those of a schema come on top of the usual ones, and those of all schemas are in their place.
  SELECT 'default privileges',
    concat('on ', d.defaclobjtype, ' in schema ' || n.nspname, ' for role ', pg_get_userbyid(d.defaclrole)), '',
    d.defaclacl, CASE WHEN d.defaclnamespace = 0 THEN acldefault(
      CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END, d.defaclrole) END
  FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
)
-- where there is pg_proc WHERE oid >= 16384
SELECT 'routine', p.nspname, p.called, NULL, NULL,
  CASE WHEN p.prokind = 'a' THEN (
    SELECT concat_ws(' ', 'aggregate', pg_get_function_arguments(p.oid), a.aggkind, a.aggnumdirectargs,
      a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggserialfn, a.aggdeserialfn, a.aggmtransfn,
      a.aggminvtransfn, a.aggmfinalfn, a.aggfinalextra, a.aggmfinalextra, a.aggfinalmodify,
      a.aggmfinalmodify, a.aggsortop::regoperator, format_type(a.aggtranstype, NULL), a.aggtransspace,
      format_type(a.aggmtranstype, NULL), a.aggmtransspace, quote_nullable(a.agginitval),
      quote_nullable(a.aggminitval), p.proparallel)
    FROM pg_aggregate a WHERE a.aggfnoid = p.oid)
  ELSE pg_get_functiondef(p.oid) END
FROM routines p
-- where there is pg_extension WHERE oid >= 16384
SELECT 'extension', '', x.extname, NULL, NULL, concat_ws(' ', n.nspname, x.extversion)
FROM pg_extension x JOIN pg_namespace n ON n.oid = x.extnamespace WHERE x.extname <> 'plpgsql'
-- where there is pg_type WHERE oid >= 16384 AND typtype = 'd'
SELECT 'domain', o.nspname, o.typname, NULL, NULL,
  concat_ws(' ', format_type(o.typbasetype, o.typtypmod), CASE WHEN o.typnotnull THEN 'not null' END,
    'default ' || o.typdefault, 'collate ' || nullif(o.typcollation, 0)::regcollation,
    (SELECT string_agg(c.conname || ' ' || pg_get_constraintdef(c.oid), ' ' ORDER BY c.conname)
      FROM pg_constraint c WHERE c.contypid = o.oid))
FROM types o WHERE o.typtype = 'd'
-- where there is pg_type WHERE oid >= 16384 AND (typtype IN ('r', 'p') OR typtype = 'b' AND typelem = 0)
-- where there is pg_class WHERE oid >= 16384 AND relkind = 'c'
SELECT 'type', o.nspname, o.typname, NULL, NULL,
  concat_ws(' ', o.typtype,
    (SELECT string_agg(concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod),
        nullif(a.attcollation, t.typcollation)::regcollation), ', ' ORDER BY a.attnum)
      FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
      WHERE a.attrelid = o.typrelid AND a.attnum > 0 AND NOT a.attisdropped),
    (SELECT concat_ws(' ', r.rngsubtype::regtype, nullif(r.rngcollation, 0)::regcollation,
        r.rngcanonical, r.rngsubdiff, r.rngmultitypid::regtype, c.opcname)
      FROM pg_range r JOIN pg_opclass c ON c.oid = r.rngsubopc WHERE r.rngtypid = o.oid),
    CASE WHEN o.typtype = 'b' THEN concat_ws(' ', o.typinput, o.typoutput, o.typreceive, o.typsend,
      o.typmodin, o.typmodout, o.typanalyze, o.typlen, o.typbyval, o.typalign, o.typstorage,
      o.typcategory, o.typispreferred, o.typdelim, o.typdefault) END)
FROM types o
WHERE o.typtype IN ('r', 'b', 'p') AND o.typelem = 0
  OR o.typtype = 'c' AND EXISTS (SELECT 1 FROM pg_class c WHERE c.oid = o.typrelid AND c.relkind = 'c')
-- where there is pg_statistic_ext
SELECT 'statistics', n.nspname, s.stxname, tn.nspname, t.relname,
  concat_ws(' ', pg_get_statisticsobjdef(s.oid), nullif(s.stxstattarget, -1))
FROM pg_statistic_ext s JOIN mine n ON n.oid = s.stxnamespace JOIN pg_class t ON t.oid = s.stxrelid
  JOIN pg_namespace tn ON tn.oid = t.relnamespace
-- where there is pg_publication
SELECT 'publication', '', p.pubname, NULL, NULL,
  concat_ws(' ', (to_jsonb(p) - 'oid' - 'pubowner')::text,
    (SELECT string_agg(concat_ws(' ', r.prrelid::regclass,
        (SELECT string_agg(a.attname, ' ' ORDER BY a.attname) FROM pg_attribute a
          WHERE a.attrelid = r.prrelid
            AND a.attnum::text = ANY (regexp_split_to_array(to_jsonb(r) ->> 'prattrs', '[^0-9]+')))), ', '
        ORDER BY r.prrelid::regclass::text)
      FROM pg_publication_rel r WHERE r.prpubid = p.oid),
    -- Those of whole schemas too, and which of their rows; a view that older versions have with less.
    (SELECT string_agg(concat_ws(' ', v.schemaname, v.tablename, to_jsonb(v) ->> 'rowfilter'), ', '
        ORDER BY v.schemaname, v.tablename)
      FROM pg_publication_tables v WHERE v.pubname = p.pubname AND NOT p.puballtables))
FROM pg_publication p
-- where there is pg_subscription WHERE subdbid > 0
SELECT 'subscription', '', s.subname, NULL, NULL,
  concat_ws(' ', s.subenabled, s.subslotname, s.subsynccommit, array_to_string(s.subpublications, ','))
FROM pg_subscription s WHERE s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
-- where there is pg_event_trigger
SELECT 'event trigger', '', e.evtname, NULL, NULL,
  concat_ws(' ', e.evtevent, e.evtfoid::regprocedure, e.evtenabled, array_to_string(e.evttags, ','))
FROM pg_event_trigger e
WHERE NOT EXISTS (SELECT 1 FROM brought b WHERE b.classid = 'pg_event_trigger'::regclass AND b.objid = e.oid)
  AND NOT EXISTS (SELECT 1 FROM pg_proc p WHERE p.oid = e.evtfoid
    AND p.pronamespace = 'information_schema'::regnamespace)
-- where there is pg_collation WHERE oid >= 16384
SELECT 'collation', n.nspname, c.collname, NULL, NULL,
  (to_jsonb(c) - 'oid' - 'collnamespace' - 'collowner' - 'collversion')::text
FROM pg_collation c JOIN mine n ON n.oid = c.collnamespace
-- where there is pg_conversion WHERE oid >= 16384
SELECT 'collation', n.nspname, 'conversion ' || c.conname, NULL, NULL,
  concat_ws(' ', c.conforencoding, c.contoencoding, c.conproc, c.condefault)
FROM pg_conversion c JOIN mine n ON n.oid = c.connamespace
-- where there is pg_operator WHERE oid >= 16384
SELECT 'operator', n.nspname,
  concat(o.oprname, ' ( ', coalesce(nullif(o.oprleft, 0)::regtype::text, 'none'), ' , ',
    coalesce(nullif(o.oprright, 0)::regtype::text, 'none'), ' )'), NULL, NULL,
  concat_ws(' ', o.oprcode, o.oprcom::regoperator, o.oprnegate::regoperator, o.oprrest, o.oprjoin,
    o.oprcanmerge, o.oprcanhash)
FROM pg_operator o JOIN mine n ON n.oid = o.oprnamespace
WHERE NOT EXISTS (SELECT 1 FROM brought b WHERE b.classid = 'pg_operator'::regclass AND b.objid = o.oid)
-- where there is pg_opclass WHERE oid >= 16384
SELECT 'operator', n.nspname, concat('class ', c.opcname, ' using ', m.amname), NULL, NULL,
  concat_ws(' ', c.opcintype::regtype, c.opcdefault, nullif(c.opckeytype, 0)::regtype, f.opfname,
    (SELECT string_agg(i.said, ', ' ORDER BY i.said) FROM members i WHERE i.class = c.oid))
FROM pg_opclass c JOIN mine n ON n.oid = c.opcnamespace JOIN pg_am m ON m.oid = c.opcmethod
  JOIN pg_opfamily f ON f.oid = c.opcfamily
WHERE NOT EXISTS (SELECT 1 FROM brought b WHERE b.classid = 'pg_opclass'::regclass AND b.objid = c.oid)
-- where there is pg_opfamily WHERE oid >= 16384
SELECT 'operator', n.nspname, concat('family ', f.opfname, ' using ', m.amname), NULL, NULL,
  concat((SELECT string_agg(i.said, ', ' ORDER BY i.said) FROM members i
    WHERE i.family = f.oid AND i.class IS NULL))
FROM pg_opfamily f JOIN mine n ON n.oid = f.opfnamespace JOIN pg_am m ON m.oid = f.opfmethod
WHERE NOT EXISTS (SELECT 1 FROM brought b WHERE b.classid = 'pg_opfamily'::regclass AND b.objid = f.oid)
-- where there is pg_am WHERE oid >= 16384
SELECT 'operator', '', 'access method ' || m.amname, NULL, NULL, concat_ws(' ', m.amtype, m.amhandler)
FROM pg_am m WHERE m.oid >= 16384
-- where there is pg_cast WHERE oid >= 16384
SELECT 'cast', '', format_type(c.castsource, NULL) || ' as ' || format_type(c.casttarget, NULL), NULL, NULL,
  concat_ws(' ', nullif(c.castfunc, 0)::regprocedure, c.castcontext, c.castmethod)
FROM pg_cast c
WHERE c.oid >= 16384
  AND NOT EXISTS (SELECT 1 FROM brought b WHERE b.classid = 'pg_cast'::regclass AND b.objid = c.oid)
  AND NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.classid = 'pg_cast'::regclass AND e.objid = c.oid
    AND e.refclassid = 'pg_type'::regclass AND e.deptype = 'i')
-- where there is pg_transform
SELECT 'cast', '', concat('transform ', format_type(t.trftype, NULL), ' ', l.lanname), NULL, NULL,
  concat_ws(' ', t.trffromsql, t.trftosql)
FROM pg_transform t JOIN pg_language l ON l.oid = t.trflang
WHERE NOT EXISTS (SELECT 1 FROM brought b WHERE b.classid = 'pg_transform'::regclass AND b.objid = t.oid)
-- where there is pg_ts_config WHERE oid >= 16384
SELECT 'text search', n.nspname, 'configuration ' || c.cfgname, NULL, NULL,
  concat_ws(' ', p.prsname,
    (SELECT string_agg(concat_ws(' ', k.alias, m.mapseqno, m.mapdict::regdictionary), ', '
        ORDER BY m.maptokentype, m.mapseqno)
      FROM pg_ts_config_map m JOIN LATERAL ts_token_type(c.cfgparser) k ON k.tokid = m.maptokentype
      WHERE m.mapcfg = c.oid))
FROM pg_ts_config c JOIN mine n ON n.oid = c.cfgnamespace JOIN pg_ts_parser p ON p.oid = c.cfgparser
-- where there is pg_ts_dict WHERE oid >= 16384
SELECT 'text search', n.nspname, 'dictionary ' || d.dictname, NULL, NULL,
  concat_ws(' ', t.tmplname, d.dictinitoption)
FROM pg_ts_dict d JOIN mine n ON n.oid = d.dictnamespace JOIN pg_ts_template t ON t.oid = d.dicttemplate
WHERE NOT EXISTS (SELECT 1 FROM brought b WHERE b.classid = 'pg_ts_dict'::regclass AND b.objid = d.oid)
-- where there is pg_ts_parser WHERE oid >= 16384
SELECT 'text search', n.nspname, 'parser ' || p.prsname, NULL, NULL,
  concat_ws(' ', p.prsstart, p.prstoken, p.prsend, p.prsheadline, p.prslextype)
FROM pg_ts_parser p JOIN mine n ON n.oid = p.prsnamespace
-- where there is pg_ts_template WHERE oid >= 16384
SELECT 'text search', n.nspname, 'template ' || t.tmplname, NULL, NULL, concat_ws(' ', t.tmplinit, t.tmpllexize)
FROM pg_ts_template t JOIN mine n ON n.oid = t.tmplnamespace
WHERE NOT EXISTS (SELECT 1 FROM brought b WHERE b.classid = 'pg_ts_template'::regclass AND b.objid = t.oid)
-- where there is pg_foreign_data_wrapper
SELECT 'foreign', '', 'wrapper ' || w.fdwname, NULL, NULL,
  concat_ws(' ', w.fdwhandler::regproc, w.fdwvalidator::regproc, array_to_string(w.fdwoptions, ','))
FROM pg_foreign_data_wrapper w
WHERE NOT EXISTS (SELECT 1 FROM brought b WHERE b.classid = 'pg_foreign_data_wrapper'::regclass AND b.objid = w.oid)
-- where there is pg_foreign_server
SELECT 'foreign', '', 'server ' || s.srvname, NULL, NULL,
  concat_ws(' ', w.fdwname, s.srvtype, s.srvversion, array_to_string(s.srvoptions, ','))
FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
-- where there is pg_foreign_server
SELECT 'foreign', '', concat('mapping ', u.usename, ' server ', u.srvname), NULL, NULL,
  array_to_string(u.umoptions, ',')
FROM pg_user_mappings u
-- where there is pg_foreign_table
SELECT 'foreign', o.nspname, o.relname, NULL, NULL,
  concat_ws(' ', s.srvname, array_to_string(f.ftoptions, ','),
    (SELECT string_agg(concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod),
        CASE WHEN a.attnotnull THEN 'not null' END, pg_get_expr(d.adbin, d.adrelid),
        array_to_string(a.attfdwoptions, ',')), ', ' ORDER BY a.attnum)
      FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      WHERE a.attrelid = o.oid AND a.attnum > 0 AND NOT a.attisdropped),
    (SELECT string_agg(c.conname || ' ' || pg_get_constraintdef(c.oid), ' ' ORDER BY c.conname)
      FROM pg_constraint c WHERE c.conrelid = o.oid)),
  o.oid
FROM relations o JOIN pg_foreign_table f ON f.ftrelid = o.oid JOIN pg_foreign_server s ON s.oid = f.ftserver
-- where there is pg_language WHERE oid >= 16384
SELECT 'language', '', l.lanname, NULL, NULL,
  concat_ws(' ', l.lanpltrusted, nullif(l.lanplcallfoid, 0)::regprocedure,
    nullif(l.laninline, 0)::regprocedure, nullif(l.lanvalidator, 0)::regprocedure)
FROM pg_language l
WHERE l.oid >= 16384
  AND NOT EXISTS (SELECT 1 FROM brought b WHERE b.classid = 'pg_language'::regclass AND b.objid = l.oid)
-- where there is pg_proc WHERE oid >= 16384 AND proacl IS NOT NULL
-- where there is pg_namespace n LEFT JOIN pg_init_privs i ON i.objoid = n.oid WHERE nspname <> 'information_schema' AND initprivs IS DISTINCT FROM nspacl
-- where there is pg_type WHERE oid >= 16384 AND typacl IS NOT NULL
-- where there is pg_language WHERE oid >= 16384 AND lanacl IS NOT NULL
-- where there is pg_foreign_server WHERE srvacl IS NOT NULL
-- where there is pg_foreign_data_wrapper WHERE fdwacl IS NOT NULL
-- where there is pg_default_acl
SELECT r.kind, r.space,
  concat(CASE WHEN NOT one.is_given THEN 'no ' END, one.privilege_type, ' to ',
    CASE WHEN one.grantee = 0 THEN 'public' ELSE pg_get_userbyid(one.grantee) END, ' ', r.place),
  NULL, NULL, CASE WHEN one.is_grantable THEN 'grantable' ELSE '' END
FROM rights r /* rights */
-- where there is pg_extension WHERE oid >= 16384
-- What it says of itself comes with every extension.
SELECT 'comment on', '', 'extension ' || e.extname, NULL, NULL,
  coalesce(obj_description(e.oid, 'pg_extension'), '')
FROM pg_extension e
WHERE e.oid >= 16384 AND obj_description(e.oid, 'pg_extension') IS DISTINCT FROM
  (SELECT a.comment FROM pg_available_extensions() a WHERE a.name = e.extname)
-- where there is pg_seclabel
SELECT 'label on', '', l.provider || ' ' || pg_describe_object(l.classoid, l.objoid, l.objsubid), NULL, NULL, l.label
FROM pg_seclabel l
-- where there is pg_namespace WHERE oid >= 16384 AND pg_get_userbyid(nspowner) <> current_user
-- where there is pg_proc WHERE oid >= 16384 AND pg_get_userbyid(proowner) <> current_user
-- where there is pg_type WHERE oid >= 16384 AND typtype IN ('e', 'd', 'r') AND pg_get_userbyid(typowner) <> current_user
-- where there is pg_class WHERE oid >= 16384 AND relkind IN ('c', 'f') AND pg_get_userbyid(relowner) <> current_user
-- where there is pg_publication
-- where there is pg_event_trigger
-- where there is pg_statistic_ext
-- where there is pg_collation WHERE oid >= 16384
-- where there is pg_foreign_server
SELECT 'owner of', '', pg_describe_object(o.class, o.oid, 0), NULL, NULL, pg_get_userbyid(o.owner)
FROM (
  SELECT 'pg_namespace'::regclass AS class, n.oid, n.nspowner AS owner FROM pg_namespace n
  WHERE n.oid IN (SELECT oid FROM mine) AND n.nspname <> 'public'
  UNION ALL SELECT 'pg_proc'::regclass, p.oid, p.proowner FROM routines p
  UNION ALL SELECT 'pg_type'::regclass, t.oid, t.typowner FROM types t
    WHERE t.typtype IN ('e', 'd', 'r') OR t.typtype = 'c' AND EXISTS (
      SELECT 1 FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c')
  UNION ALL SELECT 'pg_class'::regclass, f.oid, f.relowner FROM relations f WHERE f.relkind = 'f'
  UNION ALL SELECT 'pg_publication'::regclass, p.oid, p.pubowner FROM pg_publication p
  UNION ALL SELECT 'pg_event_trigger'::regclass, e.oid, e.evtowner FROM pg_event_trigger e
  UNION ALL SELECT 'pg_statistic_ext'::regclass, s.oid, s.stxowner FROM pg_statistic_ext s
  UNION ALL SELECT 'pg_collation'::regclass, c.oid, c.collowner FROM pg_collation c WHERE c.oid >= 16384
  UNION ALL SELECT 'pg_foreign_server'::regclass, s.oid, s.srvowner FROM pg_foreign_server s
) o WHERE pg_get_userbyid(o.owner) <> current_user

