-- One service's database with its two roles: the owner migrates, the service only works. Run by psql with the variables
-- database, owner, owner_password, service and service_password.
CREATE ROLE :"owner" LOGIN PASSWORD :'owner_password';
CREATE ROLE :"service" LOGIN PASSWORD :'service_password';
CREATE DATABASE :"database" OWNER :"owner";
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO :"service";
ALTER ROLE :"service" SET statement_timeout = '15s';
ALTER ROLE :"service" SET lock_timeout = '5s';
ALTER ROLE :"service" SET idle_in_transaction_session_timeout = '10s';
