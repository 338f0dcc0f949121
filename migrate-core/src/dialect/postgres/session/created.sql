spaces AS (
  SELECT n.oid, n.nspname,
    CASE WHEN n.nspname = 'public' THEN '' ELSE quote_ident(n.nspname) || '.' END AS prefix
  FROM pg_namespace n
), rights AS (
  SELECT 'on routine ' || p.proname || '(' || coalesce((SELECT string_agg(format_type(k, NULL), ',' ORDER BY place)
      FROM unnest(p.proargtypes) WITH ORDINALITY a (k, place)), '') || ')' AS place, p.pronamespace AS space,
    '' AS part, '' AS columns, 'ROUTINE ' || p.oid::regprocedure AS target, p.proacl AS has,
    acldefault('f', p.proowner) AS normal
  FROM pg_proc p WHERE p.proacl IS NOT NULL
  UNION ALL
  SELECT 'schema ' || n.nspname, 0, '', '', 'SCHEMA ' || quote_ident(n.nspname), n.nspacl, acldefault('n', n.nspowner)
  FROM pg_namespace n WHERE n.nspacl IS NOT NULL
  UNION ALL
  SELECT 'type ' || o.typname, o.typnamespace, '', '',
    CASE o.typtype WHEN 'd' THEN 'DOMAIN ' ELSE 'TYPE ' END || o.oid::regtype, o.typacl, acldefault('T', o.typowner)
  FROM pg_type o WHERE o.typacl IS NOT NULL
  UNION ALL
  SELECT 'language ' || l.lanname, 0, '', '', 'LANGUAGE ' || quote_ident(l.lanname), l.lanacl,
    acldefault('l', l.lanowner)
  FROM pg_language l WHERE l.lanacl IS NOT NULL
  UNION ALL
  SELECT 'server ' || s.srvname, 0, '', '', 'FOREIGN SERVER ' || quote_ident(s.srvname), s.srvacl,
    acldefault('S', s.srvowner)
  FROM pg_foreign_server s WHERE s.srvacl IS NOT NULL
  UNION ALL
  SELECT 'wrapper ' || w.fdwname, 0, '', '', 'FOREIGN DATA WRAPPER ' || quote_ident(w.fdwname), w.fdwacl,
    acldefault('F', w.fdwowner)
  FROM pg_foreign_data_wrapper w WHERE w.fdwacl IS NOT NULL
  UNION ALL
  SELECT 'on ' || o.relname, o.relnamespace, '', '',
    CASE o.relkind WHEN 'S' THEN 'SEQUENCE ' ELSE '' END || o.oid::regclass, o.relacl,
    acldefault(CASE o.relkind WHEN 'S' THEN 's'::"char" ELSE 'r'::"char" END, o.relowner)
  FROM pg_class o WHERE o.relacl IS NOT NULL
  UNION ALL
  SELECT 'on ' || o.relname, o.relnamespace, ' ( ' || a.attname || ' )', ' (' || quote_ident(a.attname) || ')',
    o.oid::regclass::text, a.attacl, acldefault('c', o.relowner)
  FROM pg_class o JOIN pg_attribute a ON a.attrelid = o.oid WHERE a.attacl IS NOT NULL
), grants AS (
  SELECT r.*, one.*,
    CASE WHEN one.grantee = 0 THEN 'public' ELSE pg_get_userbyid(one.grantee) END AS grantee_name,
    CASE WHEN one.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(one.grantee)) END AS grantee_written
  FROM rights r /* rights */
), later AS (
  SELECT r.*, n.nspname, one.*
  FROM (
    SELECT d.*, d.defaclacl AS has, CASE WHEN d.defaclnamespace = 0 THEN acldefault(
      CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END, d.defaclrole) END AS normal
    FROM pg_default_acl d
  ) r LEFT JOIN pg_namespace n ON n.oid = r.defaclnamespace /* rights */
), operators AS (
  SELECT o.*, n.prefix, n.nspname, 'OPERATOR(' || quote_ident(n.nspname) || '.' || o.oprname || ')' AS called
  FROM pg_operator o JOIN spaces n ON n.oid = o.oprnamespace
), members AS NOT MATERIALIZED (
  -- What belongs to a class, and what to its family alone.
  SELECT a.amopfamily AS family, d.refobjid AS class,
    concat('OPERATOR ', a.amopstrategy, ' ', a.amopopr::regoperator,
      ' FOR ORDER BY ' || n.prefix || quote_ident(f.opfname)) AS said
  FROM pg_amop a
    LEFT JOIN pg_depend d ON d.classid = 'pg_amop'::regclass AND d.objid = a.oid
      AND d.refclassid = 'pg_opclass'::regclass
    LEFT JOIN pg_opfamily f ON f.oid = a.amopsortfamily LEFT JOIN spaces n ON n.oid = f.opfnamespace
  UNION ALL
  SELECT a.amprocfamily, d.refobjid,
    concat('FUNCTION ', a.amprocnum, ' (', a.amproclefttype::regtype, ', ', a.amprocrighttype::regtype, ') ',
      a.amproc::regprocedure)
  FROM pg_amproc a
    LEFT JOIN pg_depend d ON d.classid = 'pg_amproc'::regclass AND d.objid = a.oid
      AND d.refclassid = 'pg_opclass'::regclass
), options (class, oid, said) AS (
  SELECT o.class, o.oid, concat(E'\n    OPTIONS (',
    string_agg(concat(E'\n        ', quote_ident(l.option_name), ' ', quote_literal(l.option_value)), ','
      ORDER BY l.option_name), E'\n    )')
  FROM (
    SELECT 'wrapper' AS class, w.oid, w.fdwoptions AS has FROM pg_foreign_data_wrapper w
    UNION ALL SELECT 'server', s.oid, s.srvoptions FROM pg_foreign_server s
    UNION ALL SELECT 'mapping', u.umid, u.umoptions FROM pg_user_mappings u
    UNION ALL SELECT 'table', f.ftrelid, f.ftoptions FROM pg_foreign_table f
  ) o CROSS JOIN LATERAL pg_options_to_table(o.has) l
  GROUP BY o.class, o.oid
), made (kind, space, name, text) AS (
  SELECT 'policy', n.nspname::text, p.polname || ' on ' || o.relname,
    concat('CREATE POLICY ', quote_ident(p.polname), ' ON ', n.prefix, quote_ident(o.relname),
      CASE WHEN NOT p.polpermissive THEN ' AS RESTRICTIVE' END,
      CASE p.polcmd WHEN 'r' THEN ' FOR SELECT' WHEN 'a' THEN ' FOR INSERT' WHEN 'w' THEN ' FOR UPDATE'
        WHEN 'd' THEN ' FOR DELETE' END,
      (SELECT ' TO ' || string_agg(quote_ident(pg_get_userbyid(r)), ', ' ORDER BY r)
        FROM unnest(p.polroles) r WHERE r <> 0),
      ' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')',
      ' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')')
  FROM pg_policy p JOIN pg_class o ON o.oid = p.polrelid JOIN spaces n ON n.oid = o.relnamespace
  UNION ALL
  -- Each of what can be altered stands in a line of its own.
  SELECT 'domain', n.nspname, o.typname,
    concat('CREATE DOMAIN ', n.prefix, quote_ident(o.typname), ' AS ', format_type(o.typbasetype, o.typtypmod),
      CASE WHEN o.typcollation <> b.typcollation THEN ' COLLATE ' || o.typcollation::regcollation END,
      E'\n    DEFAULT ' || o.typdefault,
      CASE WHEN o.typnotnull THEN E'\n    NOT NULL' END,
      (SELECT string_agg(E'\n    CONSTRAINT ' || quote_ident(c.conname) || ' ' || pg_get_constraintdef(c.oid), ''
          ORDER BY c.conname)
        FROM pg_constraint c WHERE c.contypid = o.oid AND c.contype = 'c' AND c.convalidated))
  FROM pg_type o JOIN spaces n ON n.oid = o.typnamespace JOIN pg_type b ON b.oid = o.typbasetype
  WHERE o.typtype = 'd'
    AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.contypid = o.oid AND NOT c.convalidated)
  UNION ALL
  SELECT 'type', n.nspname, o.typname,
    concat('CREATE TYPE ', n.prefix, quote_ident(o.typname), ' AS (',
      (SELECT string_agg(concat(E'\n    ', quote_ident(a.attname), ' ', format_type(a.atttypid, a.atttypmod),
          CASE WHEN a.attcollation <> t.typcollation THEN ' COLLATE ' || a.attcollation::regcollation END),
          ',' ORDER BY a.attnum)
        FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
        WHERE a.attrelid = o.typrelid AND a.attnum > 0 AND NOT a.attisdropped), E'\n)')
  FROM pg_type o JOIN spaces n ON n.oid = o.typnamespace WHERE o.typtype = 'c'
  UNION ALL
  SELECT 'type', n.nspname, o.typname,
    concat('CREATE TYPE ', n.prefix, quote_ident(o.typname), ' AS RANGE (SUBTYPE = ', r.rngsubtype::regtype,
      CASE WHEN NOT c.opcdefault THEN ', SUBTYPE_OPCLASS = ' || s.prefix || quote_ident(c.opcname) END,
      ', COLLATION = ' || nullif(nullif(r.rngcollation, t.typcollation), 0)::regcollation,
      ', CANONICAL = ' || nullif(r.rngcanonical::oid, 0)::regproc,
      ', SUBTYPE_DIFF = ' || nullif(r.rngsubdiff::oid, 0)::regproc,
      ', MULTIRANGE_TYPE_NAME = ', r.rngmultitypid::regtype, ')')
  FROM pg_range r JOIN pg_type o ON o.oid = r.rngtypid JOIN spaces n ON n.oid = o.typnamespace
    JOIN pg_type t ON t.oid = r.rngsubtype JOIN pg_opclass c ON c.oid = r.rngsubopc
    JOIN spaces s ON s.oid = c.opcnamespace
  UNION ALL
  SELECT 'statistics', n.nspname, s.stxname,
    concat(pg_get_statisticsobjdef(s.oid), E';\nALTER STATISTICS ' || n.prefix || quote_ident(s.stxname)
      || ' SET STATISTICS ' || nullif(s.stxstattarget, -1))
  FROM pg_statistic_ext s JOIN spaces n ON n.oid = s.stxnamespace
  UNION ALL
  SELECT 'event trigger', '', e.evtname,
    concat('CREATE EVENT TRIGGER ', quote_ident(e.evtname), ' ON ', e.evtevent,
      (SELECT ' WHEN TAG IN (' || string_agg(quote_literal(tag), ', ') || ')' FROM unnest(e.evttags) tag),
      ' EXECUTE FUNCTION ', e.evtfoid::regproc, '()', E';\nALTER EVENT TRIGGER ' || quote_ident(e.evtname)
        || CASE e.evtenabled WHEN 'D' THEN ' DISABLE' WHEN 'R' THEN ' ENABLE REPLICA' WHEN 'A' THEN ' ENABLE ALWAYS' END)
  FROM pg_event_trigger e
  UNION ALL
  SELECT 'cast', '', format_type(c.castsource, NULL) || ' as ' || format_type(c.casttarget, NULL),
    concat('CREATE CAST (', format_type(c.castsource, NULL), ' AS ', format_type(c.casttarget, NULL), E')\n    ',
      CASE c.castmethod WHEN 'f' THEN 'WITH FUNCTION ' || c.castfunc::regprocedure WHEN 'i' THEN 'WITH INOUT'
        ELSE 'WITHOUT FUNCTION' END,
      CASE c.castcontext WHEN 'i' THEN ' AS IMPLICIT' WHEN 'a' THEN ' AS ASSIGNMENT' END)
  FROM pg_cast c
  UNION ALL
  SELECT 'collation', n.nspname, c.collname,
    concat('CREATE COLLATION ', n.prefix, quote_ident(c.collname), ' (PROVIDER = ',
      CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END,
      ', LOCALE = ' || quote_literal(coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale')),
      ', LC_COLLATE = ' || quote_literal(c.collcollate) , ', LC_CTYPE = ' || quote_literal(c.collctype),
      ', RULES = ' || quote_literal(to_jsonb(c) ->> 'collicurules'),
      CASE WHEN NOT c.collisdeterministic THEN ', DETERMINISTIC = false' END, ')')
  FROM pg_collation c JOIN spaces n ON n.oid = c.collnamespace WHERE c.oid >= 16384
  UNION ALL
  SELECT 'grant', coalesce(n.nspname, ''),
    concat(CASE WHEN NOT g.is_given THEN 'no ' END, g.privilege_type, g.part, ' to ', g.grantee_name, ' ', g.place),
    concat(CASE WHEN g.is_given THEN 'GRANT ' ELSE 'REVOKE ' END, g.privilege_type, g.columns, ' ON ', g.target,
      CASE WHEN g.is_given THEN ' TO ' ELSE ' FROM ' END, g.grantee_written,
      CASE WHEN g.is_given AND g.is_grantable THEN ' WITH GRANT OPTION' END)
  FROM grants g LEFT JOIN pg_namespace n ON n.oid = g.space
  UNION ALL
  SELECT 'default privileges', '',
    concat(CASE WHEN NOT a.is_given THEN 'no ' END, a.privilege_type, ' to ',
      CASE WHEN a.grantee = 0 THEN 'public' ELSE pg_get_userbyid(a.grantee) END,
      ' on ', a.defaclobjtype, ' in schema ' || a.nspname, ' for role ', pg_get_userbyid(a.defaclrole)),
    concat('ALTER DEFAULT PRIVILEGES FOR ROLE ', quote_ident(pg_get_userbyid(a.defaclrole)),
      ' IN SCHEMA ' || quote_ident(a.nspname), CASE WHEN a.is_given THEN ' GRANT ' ELSE ' REVOKE ' END,
      a.privilege_type, ' ON ',
      CASE a.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'ROUTINES'
        WHEN 'T' THEN 'TYPES' WHEN 'L' THEN 'LARGE OBJECTS' ELSE 'SCHEMAS' END,
      CASE WHEN a.is_given THEN ' TO ' ELSE ' FROM ' END,
      CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END,
      CASE WHEN a.is_given AND a.is_grantable THEN ' WITH GRANT OPTION' END)
  FROM later a
  UNION ALL
  SELECT 'routine', n.nspname,
    p.proname || '(' || coalesce((SELECT string_agg(format_type(k, NULL), ',' ORDER BY place)
      FROM unnest(p.proargtypes) WITH ORDINALITY a (k, place)), '') || ')',
    -- The first line has what cannot be replaced.
    concat('CREATE OR REPLACE AGGREGATE ', n.prefix, quote_ident(p.proname), '(',
      CASE p.pronargs WHEN 0 THEN '*' ELSE pg_get_function_arguments(p.oid) END,
      ') (STYPE = ', format_type(a.aggtranstype, NULL), ', FINALFUNC = ' || nullif(a.aggfinalfn::oid, 0)::regproc,
      CASE WHEN a.aggfinalextra THEN ', FINALFUNC_EXTRA' END, CASE WHEN a.aggkind = 'h' THEN ', HYPOTHETICAL' END,
      E',\n    SFUNC = ', a.aggtransfn, E',\n    SSPACE = ' || nullif(a.aggtransspace, 0),
      E',\n    FINALFUNC_MODIFY = ' || CASE a.aggfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE'
        ELSE 'READ_WRITE' END,
      E',\n    COMBINEFUNC = ' || nullif(a.aggcombinefn::oid, 0)::regproc,
      E',\n    SERIALFUNC = ' || nullif(a.aggserialfn::oid, 0)::regproc,
      E',\n    DESERIALFUNC = ' || nullif(a.aggdeserialfn::oid, 0)::regproc,
      E',\n    INITCOND = ' || quote_literal(a.agginitval),
      E',\n    MSFUNC = ' || nullif(a.aggmtransfn::oid, 0)::regproc,
      E',\n    MINVFUNC = ' || nullif(a.aggminvtransfn::oid, 0)::regproc,
      E',\n    MSTYPE = ' || format_type(nullif(a.aggmtranstype, 0), NULL),
      E',\n    MSSPACE = ' || nullif(a.aggmtransspace, 0),
      E',\n    MFINALFUNC = ' || nullif(a.aggmfinalfn::oid, 0)::regproc,
      CASE WHEN a.aggmfinalextra THEN E',\n    MFINALFUNC_EXTRA' END,
      CASE WHEN a.aggmtransfn::oid <> 0 THEN E',\n    MFINALFUNC_MODIFY = ' || CASE a.aggmfinalmodify
        WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END,
      E',\n    MINITCOND = ' || quote_literal(a.aggminitval), E',\n    SORTOP = ' || o.called,
      E',\n    PARALLEL = ' || CASE p.proparallel WHEN 's' THEN 'SAFE' WHEN 'r' THEN 'RESTRICTED' END, E'\n)')
  FROM pg_aggregate a JOIN pg_proc p ON p.oid = a.aggfnoid JOIN spaces n ON n.oid = p.pronamespace
    LEFT JOIN operators o ON o.oid = a.aggsortop
  UNION ALL
  SELECT 'publication', '', p.pubname,
    concat('CREATE PUBLICATION ', quote_ident(p.pubname),
      CASE WHEN p.puballtables THEN E'\n    FOR ALL TABLES' END,
      E'\n    FOR ' || nullif(concat_ws(', ',
        (SELECT 'TABLE ' || string_agg(concat('ONLY ', n.prefix, quote_ident(o.relname),
            (SELECT ' (' || string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) || ')' FROM pg_attribute a
              WHERE a.attrelid = o.oid
                AND a.attnum::text = ANY (regexp_split_to_array(to_jsonb(r) ->> 'prattrs', '[^0-9]+'))),
            (SELECT ' WHERE (' || (to_jsonb(v) ->> 'rowfilter') || ')' FROM pg_publication_tables v
              WHERE v.pubname = p.pubname AND v.schemaname = n.nspname AND v.tablename = o.relname)),
            ', ' ORDER BY n.nspname, o.relname)
          FROM pg_publication_rel r JOIN pg_class o ON o.oid = r.prrelid JOIN spaces n ON n.oid = o.relnamespace
          WHERE r.prpubid = p.oid),
        -- By what depends on it, since older versions have no catalog of these.
        (SELECT 'TABLES IN SCHEMA ' || string_agg(quote_ident(n.nspname), ', ' ORDER BY n.nspname)
          FROM pg_depend d JOIN pg_depend e ON e.classid = d.classid AND e.objid = d.objid
            AND e.refclassid = 'pg_namespace'::regclass JOIN spaces n ON n.oid = e.refobjid
          WHERE d.refclassid = 'pg_publication'::regclass AND d.refobjid = p.oid)), ''),
      E'\n    WITH (publish = ', quote_literal(concat_ws(', ', CASE WHEN p.pubinsert THEN 'insert' END,
        CASE WHEN p.pubupdate THEN 'update' END, CASE WHEN p.pubdelete THEN 'delete' END,
        CASE WHEN p.pubtruncate THEN 'truncate' END)),
      ', publish_via_partition_root = ', p.pubviaroot::text,
      ', publish_generated_columns = ' || CASE to_jsonb(p) ->> 'pubgencols' WHEN 's' THEN 'stored' WHEN 'n' THEN 'none' END,
      ')')
  FROM pg_publication p
  UNION ALL
  SELECT 'collation', n.nspname, 'conversion ' || c.conname,
    concat('CREATE ', CASE WHEN c.condefault THEN 'DEFAULT ' END, 'CONVERSION ', n.prefix, quote_ident(c.conname),
      E'\n    FOR ', quote_literal(pg_encoding_to_char(c.conforencoding)), ' TO ',
      quote_literal(pg_encoding_to_char(c.contoencoding)), ' FROM ', c.conproc)
  FROM pg_conversion c JOIN spaces n ON n.oid = c.connamespace
  UNION ALL
  SELECT 'operator', o.nspname,
    concat(o.oprname, ' ( ', coalesce(nullif(o.oprleft, 0)::regtype::text, 'none'), ' , ',
      coalesce(nullif(o.oprright, 0)::regtype::text, 'none'), ' )'),
    concat('CREATE OPERATOR ', o.prefix, o.oprname, E' (\n    FUNCTION = ', o.oprcode,
      E',\n    LEFTARG = ' || nullif(o.oprleft, 0)::regtype, E',\n    RIGHTARG = ' || nullif(o.oprright, 0)::regtype,
      E',\n    COMMUTATOR = ' || c.called, E',\n    NEGATOR = ' || g.called,
      E',\n    RESTRICT = ' || nullif(o.oprrest::oid, 0)::regproc, E',\n    JOIN = ' || nullif(o.oprjoin::oid, 0)::regproc,
      CASE WHEN o.oprcanhash THEN E',\n    HASHES' END, CASE WHEN o.oprcanmerge THEN E',\n    MERGES' END, E'\n)')
  FROM operators o LEFT JOIN operators c ON c.oid = o.oprcom LEFT JOIN operators g ON g.oid = o.oprnegate
  WHERE o.oprcode <> 0
  UNION ALL
  SELECT 'operator', n.nspname, concat('class ', c.opcname, ' using ', m.amname),
    concat('CREATE OPERATOR CLASS ', n.prefix, quote_ident(c.opcname), E'\n    ',
      CASE WHEN c.opcdefault THEN 'DEFAULT ' END, 'FOR TYPE ', c.opcintype::regtype, ' USING ', quote_ident(m.amname),
      ' FAMILY ', s.prefix, quote_ident(f.opfname), E' AS\n    ',
      concat_ws(E',\n    ',
        (SELECT string_agg(i.said, E',\n    ' ORDER BY i.said) FROM members i WHERE i.class = c.oid),
        CASE WHEN c.opckeytype <> 0 OR NOT EXISTS (SELECT FROM members i WHERE i.class = c.oid)
          THEN 'STORAGE ' || coalesce(nullif(c.opckeytype, 0), c.opcintype)::regtype END))
  FROM pg_opclass c JOIN spaces n ON n.oid = c.opcnamespace JOIN pg_am m ON m.oid = c.opcmethod
    JOIN pg_opfamily f ON f.oid = c.opcfamily JOIN spaces s ON s.oid = f.opfnamespace
  UNION ALL
  SELECT 'operator', n.nspname, concat('family ', f.opfname, ' using ', m.amname),
    concat('CREATE OPERATOR FAMILY ', f.called,
      (SELECT string_agg(concat(E';\nALTER OPERATOR FAMILY ', f.called, ' ADD ', i.said), '' ORDER BY i.said)
        FROM members i WHERE i.family = f.oid AND i.class IS NULL))
  FROM (
    SELECT f.*, concat(n.prefix, quote_ident(f.opfname), ' USING ', quote_ident(m.amname)) AS called
    FROM pg_opfamily f JOIN spaces n ON n.oid = f.opfnamespace JOIN pg_am m ON m.oid = f.opfmethod
  ) f JOIN spaces n ON n.oid = f.opfnamespace JOIN pg_am m ON m.oid = f.opfmethod
  UNION ALL
  SELECT 'operator', '', 'access method ' || m.amname,
    concat('CREATE ACCESS METHOD ', quote_ident(m.amname), E'\n    TYPE ',
      CASE m.amtype WHEN 't' THEN 'TABLE' ELSE 'INDEX' END, ' HANDLER ', m.amhandler)
  FROM pg_am m
  UNION ALL
  SELECT 'cast', '', concat('transform ', format_type(t.trftype, NULL), ' ', l.lanname),
    concat('CREATE OR REPLACE TRANSFORM FOR ', format_type(t.trftype, NULL), ' LANGUAGE ', quote_ident(l.lanname), E' (\n    ',
      concat_ws(E',\n    ', 'FROM SQL WITH FUNCTION ' || nullif(t.trffromsql::oid, 0)::regprocedure,
        'TO SQL WITH FUNCTION ' || nullif(t.trftosql::oid, 0)::regprocedure), E'\n)')
  FROM pg_transform t JOIN pg_language l ON l.oid = t.trflang
  UNION ALL
  SELECT 'language', '', l.lanname,
    concat('CREATE OR REPLACE ', CASE WHEN l.lanpltrusted THEN 'TRUSTED ' END, 'LANGUAGE ', quote_ident(l.lanname),
      E'\n    HANDLER ' || nullif(l.lanplcallfoid, 0)::regproc, ' INLINE ' || nullif(l.laninline, 0)::regproc,
      ' VALIDATOR ' || nullif(l.lanvalidator, 0)::regproc)
  FROM pg_language l
  UNION ALL
  SELECT 'text search', n.nspname, 'configuration ' || c.cfgname,
    concat('CREATE TEXT SEARCH CONFIGURATION ', c.called, E' (\n    PARSER = ', s.prefix, quote_ident(p.prsname), E'\n)',
      (SELECT string_agg(concat(E';\nALTER TEXT SEARCH CONFIGURATION ', c.called, ' ADD MAPPING FOR ', k.alias,
          ' WITH ', m.dictionaries), '' ORDER BY k.tokid)
        FROM ts_token_type(c.cfgparser) k JOIN (
          SELECT m.mapcfg, m.maptokentype,
            string_agg(m.mapdict::regdictionary::text, ', ' ORDER BY m.mapseqno) AS dictionaries
          FROM pg_ts_config_map m GROUP BY m.mapcfg, m.maptokentype
        ) m ON m.maptokentype = k.tokid AND m.mapcfg = c.oid))
  FROM (
    SELECT c.*, n.prefix || quote_ident(c.cfgname) AS called
    FROM pg_ts_config c JOIN spaces n ON n.oid = c.cfgnamespace
  ) c JOIN spaces n ON n.oid = c.cfgnamespace JOIN pg_ts_parser p ON p.oid = c.cfgparser
    JOIN spaces s ON s.oid = p.prsnamespace
  UNION ALL
  SELECT 'text search', n.nspname, 'dictionary ' || d.dictname,
    concat('CREATE TEXT SEARCH DICTIONARY ', n.prefix, quote_ident(d.dictname), E' (\n    TEMPLATE = ', s.prefix,
      quote_ident(t.tmplname),
      (SELECT string_agg(E',\n        ' || it[1], '' ORDER BY it[1])
        FROM regexp_matches(d.dictinitoption, '((?:\w+|"[^"]+") = (?:E?''(?:[^'']|'''')*''|[^, ]+))', 'g') it),
      E'\n)')
  FROM pg_ts_dict d JOIN spaces n ON n.oid = d.dictnamespace JOIN pg_ts_template t ON t.oid = d.dicttemplate
    JOIN spaces s ON s.oid = t.tmplnamespace
  UNION ALL
  SELECT 'text search', n.nspname, 'parser ' || p.prsname,
    concat('CREATE TEXT SEARCH PARSER ', n.prefix, quote_ident(p.prsname), E' (\n    START = ', p.prsstart,
      ', GETTOKEN = ', p.prstoken, ', END = ', p.prsend, ', LEXTYPES = ', p.prslextype,
      ', HEADLINE = ' || nullif(p.prsheadline::oid, 0)::regproc, E'\n)')
  FROM pg_ts_parser p JOIN spaces n ON n.oid = p.prsnamespace
  UNION ALL
  SELECT 'text search', n.nspname, 'template ' || t.tmplname,
    concat('CREATE TEXT SEARCH TEMPLATE ', n.prefix, quote_ident(t.tmplname), E' (\n    LEXIZE = ', t.tmpllexize,
      ', INIT = ' || nullif(t.tmplinit::oid, 0)::regproc, E'\n)')
  FROM pg_ts_template t JOIN spaces n ON n.oid = t.tmplnamespace
  UNION ALL
  SELECT 'foreign', '', 'wrapper ' || w.fdwname,
    concat('CREATE FOREIGN DATA WRAPPER ', quote_ident(w.fdwname), E'\n    HANDLER ' || nullif(w.fdwhandler, 0)::regproc,
      E'\n    VALIDATOR ' || nullif(w.fdwvalidator, 0)::regproc, o.said)
  FROM pg_foreign_data_wrapper w LEFT JOIN options o ON o.class = 'wrapper' AND o.oid = w.oid
  UNION ALL
  SELECT 'foreign', '', 'server ' || s.srvname,
    concat('CREATE SERVER ', quote_ident(s.srvname), E'\n    TYPE ' || quote_literal(s.srvtype),
      E'\n    VERSION ' || quote_literal(s.srvversion), E'\n    FOREIGN DATA WRAPPER ', quote_ident(w.fdwname), o.said)
  FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
    LEFT JOIN options o ON o.class = 'server' AND o.oid = s.oid
  UNION ALL
  -- A secret is not for the log that this is printed to.
  SELECT 'foreign', '', concat('mapping ', u.usename, ' server ', u.srvname),
    concat('CREATE USER MAPPING FOR ', CASE u.umuser WHEN 0 THEN 'PUBLIC' ELSE quote_ident(u.usename) END, ' SERVER ',
      quote_ident(u.srvname),
      CASE WHEN EXISTS (
        SELECT FROM pg_options_to_table(u.umoptions) l WHERE l.option_name ~* 'pass|secret|token|key')
        THEN E'\n    OPTIONS (…)' ELSE o.said END)
  FROM pg_user_mappings u LEFT JOIN options o ON o.class = 'mapping' AND o.oid = u.umid
  UNION ALL
  SELECT 'foreign', n.nspname, c.relname,
    concat('CREATE FOREIGN TABLE ', n.prefix, quote_ident(c.relname), E' (\n    ',
      concat_ws(E',\n    ',
        (SELECT string_agg(concat(quote_ident(a.attname), ' ', format_type(a.atttypid, a.atttypmod),
            (SELECT ' OPTIONS (' || string_agg(concat(quote_ident(l.option_name), ' ', quote_literal(l.option_value)),
              ', ' ORDER BY l.option_name) || ')' FROM pg_options_to_table(a.attfdwoptions) l),
            CASE WHEN a.attcollation <> t.typcollation THEN ' COLLATE ' || a.attcollation::regcollation END,
            CASE a.attgenerated WHEN '' THEN ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid)
              WHEN 'v' THEN ' GENERATED ALWAYS AS (' || pg_get_expr(d.adbin, d.adrelid) || ') VIRTUAL'
              ELSE ' GENERATED ALWAYS AS (' || pg_get_expr(d.adbin, d.adrelid) || ') STORED' END,
            CASE WHEN a.attnotnull THEN ' NOT NULL' END), E',\n    ' ORDER BY a.attnum)
          FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
          WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
        (SELECT string_agg(concat('CONSTRAINT ', quote_ident(k.conname), ' ', pg_get_constraintdef(k.oid)), E',\n    '
            ORDER BY k.conname)
          FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c')),
      E'\n)\n    SERVER ', quote_ident(s.srvname), o.said)
  FROM pg_foreign_table f JOIN pg_class c ON c.oid = f.ftrelid JOIN spaces n ON n.oid = c.relnamespace
    JOIN pg_foreign_server s ON s.oid = f.ftserver
    LEFT JOIN options o ON o.class = 'table' AND o.oid = c.oid
  UNION ALL
  SELECT 'comment on', '', replace(pg_describe_object(c.classoid, c.objoid, c.objsubid), ' on table ', ' on '),
    concat('COMMENT ON ',
      CASE WHEN i.type LIKE '% column' THEN 'COLUMN ' || i.identity
        WHEN i.type = 'domain constraint'
          THEN 'CONSTRAINT ' || replace(i.identity, ' on ', ' ON DOMAIN ')
        WHEN i.type IN ('table constraint', 'policy', 'trigger', 'rule')
          THEN upper(replace(i.type, 'table ', '')) || ' ' || replace(i.identity, ' on ', ' ON ')
        WHEN i.type = 'transform' THEN (
          SELECT concat('TRANSFORM FOR ', format_type(t.trftype, NULL), ' LANGUAGE ', quote_ident(l.lanname))
          FROM pg_transform t JOIN pg_language l ON l.oid = t.trflang WHERE t.oid = c.objoid)
        WHEN i.type = 'aggregate' THEN 'ROUTINE ' || i.identity
        ELSE upper(replace(replace(i.type, ' object', ''), '-', ' ')) || ' ' || i.identity END,
      ' IS ', quote_literal(c.description))
  FROM pg_description c
    CROSS JOIN LATERAL pg_identify_object(c.classoid, c.objoid, c.objsubid) i
  WHERE c.objoid >= 16384 OR c.classoid = 'pg_namespace'::regclass
  UNION ALL
  SELECT 'owner of', '', pg_describe_object(o.class, o.oid, 0),
    concat('ALTER ', CASE i.type WHEN 'aggregate' THEN 'ROUTINE' ELSE upper(replace(i.type, ' object', '')) END, ' ',
      i.identity, ' OWNER TO ',
      quote_ident(pg_get_userbyid(o.owner)))
  FROM (
    SELECT 'pg_namespace'::regclass AS class, n.oid, n.nspowner AS owner FROM pg_namespace n
    UNION ALL SELECT 'pg_proc'::regclass, p.oid, p.proowner FROM pg_proc p
    UNION ALL SELECT 'pg_type'::regclass, t.oid, t.typowner FROM pg_type t
    UNION ALL SELECT 'pg_class'::regclass, f.oid, f.relowner FROM pg_class f WHERE f.relkind = 'f'
    UNION ALL SELECT 'pg_publication'::regclass, p.oid, p.pubowner FROM pg_publication p
    UNION ALL SELECT 'pg_event_trigger'::regclass, e.oid, e.evtowner FROM pg_event_trigger e
    UNION ALL SELECT 'pg_statistic_ext'::regclass, s.oid, s.stxowner FROM pg_statistic_ext s
    UNION ALL SELECT 'pg_collation'::regclass, c.oid, c.collowner FROM pg_collation c
    UNION ALL SELECT 'pg_foreign_server'::regclass, s.oid, s.srvowner FROM pg_foreign_server s
  ) o CROSS JOIN LATERAL pg_identify_object(o.class, o.oid, 0) i
  WHERE o.oid >= 16384
)
