-- An invoice is open, claimed (somebody pays it until claimed_until), or paid for ever.
CREATE TABLE invoices (
    id text PRIMARY KEY,
    position bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT invoices_position UNIQUE,
    -- To PostgreSQL NaN is greater than every number.
    value numeric(20, 4) NOT NULL CONSTRAINT invoices_value_positive CHECK (value > 0 AND value <> 'NaN'),
    currency char(3) NOT NULL CONSTRAINT invoices_currency_code CHECK (currency ~ '^[A-Z]{3}$'),
    created_at timestamptz NOT NULL DEFAULT now(),
    paid_at timestamptz,
    claim uuid,
    claimed_until timestamptz,
    attempts integer NOT NULL DEFAULT 0,
    last_error text,
    -- The id is the payment's Idempotency-Key, so it must fit into a header.
    CONSTRAINT invoices_id_fits_a_header CHECK (id ~ '^[!-~]{1,128}$'),
    CONSTRAINT invoices_claim_ends CHECK ((claim IS NULL) = (claimed_until IS NULL)),
    CONSTRAINT invoices_paid_or_claimed CHECK (paid_at IS NULL OR claim IS NULL)
);

CREATE INDEX invoices_unpaid ON invoices (position) WHERE paid_at IS NULL;
CREATE INDEX invoices_claimed ON invoices (claimed_until) WHERE claimed_until IS NOT NULL;

CREATE FUNCTION refuse_unpaying() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.paid_at IS NOT NULL AND NEW.paid_at IS DISTINCT FROM OLD.paid_at THEN
        RAISE EXCEPTION 'invoice % is paid and stays so', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.id, NEW.position, NEW.value, NEW.currency) IS DISTINCT FROM (OLD.id, OLD.position, OLD.value, OLD.currency) THEN
        RAISE EXCEPTION 'invoice % says for ever what is owed', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER invoices_stay_paid BEFORE UPDATE ON invoices
    FOR EACH ROW EXECUTE FUNCTION refuse_unpaying();
ALTER TABLE invoices ENABLE ALWAYS TRIGGER invoices_stay_paid;

GRANT SELECT, INSERT (id, value, currency), UPDATE (paid_at, claim, claimed_until, attempts, last_error)
    ON invoices TO service;
