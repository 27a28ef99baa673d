CREATE TABLE entries (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    text text NOT NULL CONSTRAINT entries_text CHECK (text <> ''),
    made_at timestamptz NOT NULL DEFAULT now()
);

GRANT SELECT, INSERT ON entries TO service;
-- The service waits, before it starts, until the schema is the one that it knows.
GRANT SELECT ON schema_migrations TO service;
