package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// CountByState counts the invoices that are open, claimed and paid.
func (s *Store) CountByState(ctx context.Context) (map[string]int, error) {
	counts := map[string]int{}
	err := s.query(ctx, func(rows pgx.Rows) error {
		var state string
		var count int
		err := rows.Scan(&state, &count)
		counts[state] = count
		return err
	}, `SELECT CASE WHEN paid_at IS NOT NULL THEN 'paid' WHEN claim IS NOT NULL THEN 'claimed' ELSE 'open' END, count(*)
		FROM invoices GROUP BY 1`)
	if err != nil {
		return nil, fmt.Errorf("count invoices: %w", err)
	}
	return counts, nil
}
