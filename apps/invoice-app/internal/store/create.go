package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"sre-challenge/apps/invoice-app/internal/invoice"
	"sre-challenge/apps/money"
)

// ErrExists: the id is that of an invoice of another amount.
var ErrExists = errors.New("invoice exists with another amount")

// Create stores an invoice once: again with the same amount changes nothing and answers the
// invoice as it is by now, with created false. A new one whose amount money refuses is a *money.Error.
func (s *Store) Create(ctx context.Context, id string, amount money.Amount) (stored invoice.Invoice, created bool, err error) {
	refusal := amount.Check()
	if refusal == nil {
		stored, created, err = s.one(ctx, `INSERT INTO invoices (id, value, currency) VALUES ($1, $2::text::numeric, $3)
			ON CONFLICT DO NOTHING RETURNING `+columns, id, amount.Value(), amount.Currency())
		if err != nil {
			return invoice.Invoice{}, false, fmt.Errorf("create invoice: %w", err)
		}
		if created {
			return stored, true, nil
		}
	}
	stored, found, err := s.one(ctx, "SELECT "+columns+" FROM invoices WHERE id = $1", id)
	switch {
	case err != nil:
		return invoice.Invoice{}, false, fmt.Errorf("find invoice: %w", err)
	case !found && refusal != nil:
		return invoice.Invoice{}, false, refusal
	case !found:
		return invoice.Invoice{}, false, fmt.Errorf("invoice %q can neither be created nor found", id)
	case !stored.Amount.Equal(amount):
		return invoice.Invoice{}, false, ErrExists
	}
	return stored, false, nil
}

func (s *Store) one(ctx context.Context, sql string, arguments ...any) (found invoice.Invoice, any bool, err error) {
	err = s.query(ctx, func(rows pgx.Rows) error {
		var only row
		if err := only.scan(rows); err != nil {
			return err
		}
		any, found = true, only.invoice()
		return nil
	}, sql, arguments...)
	return found, any, err
}
