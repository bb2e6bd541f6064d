-- Run once by the image of PostgreSQL, as its superuser, when the database is made. The portal's role
-- owns its database and is no superuser. It takes the password over from the superuser, who then
-- has none and comes in by the server's own socket alone.
\getenv password POSTGRES_PASSWORD
CREATE ROLE portal LOGIN PASSWORD :'password';
CREATE DATABASE portal OWNER portal;
REVOKE CONNECT ON DATABASE portal FROM PUBLIC;
ALTER ROLE CURRENT_USER PASSWORD NULL;
