-- Each payment is one row, for ever: unique by the caller's key and by what it pays.
CREATE TABLE payments (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text NOT NULL CONSTRAINT payments_id UNIQUE,
    key text NOT NULL CONSTRAINT payments_key UNIQUE,
    -- To PostgreSQL NaN is greater than every number.
    value numeric(20, 4) NOT NULL CONSTRAINT payments_value_positive CHECK (value > 0 AND value <> 'NaN'),
    currency char(3) NOT NULL CONSTRAINT payments_currency_code CHECK (currency ~ '^[A-Z]{3}$'),
    paid_at timestamptz NOT NULL DEFAULT now()
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER payments_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payments
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- Not even a session that plays a replica gets around it.
ALTER TABLE payments ENABLE ALWAYS TRIGGER payments_append_only;

GRANT SELECT, INSERT ON payments TO service;
