package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"sre-challenge/apps/invoice-app/internal/invoice"
)

// Find is the invoice with that id, with its times; found is false where there is none.
func (s *Store) Find(ctx context.Context, id string) (dated invoice.Dated, found bool, err error) {
	err = s.query(ctx, func(rows pgx.Rows) error {
		var only row
		if err := only.scan(rows, &dated.CreatedAt, &dated.PaidAt); err != nil {
			return err
		}
		found, dated.Invoice = true, only.invoice()
		return nil
	}, "SELECT "+columns+", created_at, paid_at FROM invoices WHERE id = $1", id)
	if err != nil {
		return invoice.Dated{}, false, fmt.Errorf("find invoice: %w", err)
	}
	return dated, found, nil
}
