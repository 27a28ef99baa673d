package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"sre-challenge/apps/invoice-app/internal/invoice"
)

// claimDue claims what the condition and order find, which are SQL of this package. A row that
// another transaction is just claiming is passed over, so nobody waits for anybody.
const claimDue = `
	WITH due AS MATERIALIZED (
		SELECT id, claimed_until IS NOT NULL AS resumed FROM invoices
		WHERE paid_at IS NULL AND %s LIMIT $2 FOR UPDATE SKIP LOCKED
	)
	UPDATE invoices SET claim = gen_random_uuid(), claimed_until = now() + $3::bigint * interval '1 microsecond',
		attempts = attempts + 1
	FROM due WHERE invoices.id = due.id
	RETURNING position, invoices.id, trim_scale(value)::text, currency::text, false, claim, resumed`

var (
	claimUnpaid = fmt.Sprintf(claimDue,
		"position > $1 AND (claimed_until IS NULL OR claimed_until <= now()) ORDER BY position")
	claimOne     = fmt.Sprintf(claimDue, "id = $1 AND (claimed_until IS NULL OR claimed_until <= now())")
	claimExpired = fmt.Sprintf(claimDue,
		"position > $1 AND claimed_until <= now() ORDER BY claimed_until")
)

// ClaimUnpaid implements invoice.Store.
func (s *Store) ClaimUnpaid(ctx context.Context, after int64, n int) ([]invoice.Claim, error) {
	return s.claim(ctx, claimUnpaid, after, n)
}

// ClaimOne implements invoice.Store.
func (s *Store) ClaimOne(ctx context.Context, id string) ([]invoice.Claim, error) {
	return s.claim(ctx, claimOne, id, 1)
}

// ClaimExpired implements invoice.Store.
func (s *Store) ClaimExpired(ctx context.Context, n int) ([]invoice.Claim, error) {
	return s.claim(ctx, claimExpired, int64(0), n)
}

// claim gives the statement of claimDue its first parameter, behind or of which it looks.
func (s *Store) claim(ctx context.Context, sql string, where any, n int) ([]invoice.Claim, error) {
	var claims []invoice.Claim
	err := s.query(ctx, func(rows pgx.Rows) error {
		var found row
		var claim invoice.Claim
		if err := found.scan(rows, &claim.Token, &claim.Resumed); err != nil {
			return err
		}
		claim.Invoice, claim.Position = found.invoice(), found.position
		claims = append(claims, claim)
		return nil
	}, sql, where, n, s.lease.Microseconds())
	if err != nil {
		return nil, fmt.Errorf("claim invoices: %w", err)
	}
	slices.SortFunc(claims, func(a, b invoice.Claim) int { return cmp.Compare(a.Position, b.Position) })
	return claims, nil
}
