-- The service waits, before it starts, until the schema is the one that it knows.
GRANT SELECT ON schema_migrations TO service;
