-- The two roles, once for every PostgreSQL: the embedded one, docker-compose's and an installation's own.
-- Run as superuser with psql; the passwords come from the environment so that no list of processes shows them.
\set ON_ERROR_STOP on
\getenv owner_password VIDA_OWNER_PASSWORD
\getenv app_password VIDA_APP_PASSWORD

-- Owns the schema and migrates it. Creates databases for tests. Row-level security binds it too (FORCE).
CREATE ROLE vida_owner LOGIN NOSUPERUSER NOBYPASSRLS CREATEDB PASSWORD :'owner_password';
-- What web, worker and tests run as: rows only, never the schema, never around row-level security.
CREATE ROLE vida_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD :'app_password';
-- A page's queries are short: helper processes cost more to start than they save (docs/performance.md).
ALTER ROLE vida_app SET max_parallel_workers_per_gather = 0;
-- A failed statement and the row that it quotes may carry personal data: the server's own log has neither.
ALTER ROLE vida_app SET log_min_error_statement = 'panic';
ALTER ROLE vida_app SET log_error_verbosity = 'terse';
ALTER ROLE vida_owner SET log_min_error_statement = 'panic';
ALTER ROLE vida_owner SET log_error_verbosity = 'terse';

-- In the template, so that test databases are no different from the real one.
\connect template1
ALTER DEFAULT PRIVILEGES FOR ROLE vida_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO vida_app;
ALTER DEFAULT PRIVILEGES FOR ROLE vida_owner GRANT USAGE, SELECT ON SEQUENCES TO vida_app;

CREATE DATABASE vida OWNER vida_owner;
REVOKE ALL ON DATABASE vida FROM PUBLIC;
GRANT CONNECT ON DATABASE vida TO vida_app;
