package store

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/jackc/pgx/v5"

	"sre-challenge/apps/invoice-app/internal/invoice"
)

// pageSize bounds the memory of a list, whatever its length.
const pageSize = 500

// ErrUnknownInvoice: the id that a list shall go on behind is no invoice's.
var ErrUnknownInvoice = errors.New("no such invoice")

// Filter says which invoices a list has; the zero value means all.
type Filter struct {
	// After is the id of the invoice behind which the list begins, or "".
	After string
	// IsPaid, or nil for both.
	IsPaid *bool
	// Currency, or "" for all.
	Currency string
}

// List yields invoices in the order of their creation. It reads them by pages and holds no
// connection between two pages, so a slow reader costs the database nothing. After an error
// nothing more comes.
func (s *Store) List(ctx context.Context, filter Filter) iter.Seq2[invoice.Invoice, error] {
	return func(yield func(invoice.Invoice, error) bool) {
		after, err := s.position(ctx, filter.After)
		if err != nil {
			yield(invoice.Invoice{}, err)
			return
		}
		page := make([]invoice.Invoice, 0, pageSize)
		for {
			if page, after, err = s.page(ctx, filter, after, page[:0]); err != nil {
				yield(invoice.Invoice{}, err)
				return
			}
			for _, found := range page {
				if !yield(found, nil) {
					return
				}
			}
			if len(page) < pageSize {
				return
			}
		}
	}
}

func (s *Store) page(ctx context.Context, filter Filter, after int64, page []invoice.Invoice) ([]invoice.Invoice, int64, error) {
	err := s.query(ctx, func(rows pgx.Rows) error {
		var found row
		if err := found.scan(rows); err != nil {
			return err
		}
		page, after = append(page, found.invoice()), found.position
		return nil
	}, `SELECT `+columns+` FROM invoices
		WHERE position > $1 AND ($2::boolean IS NULL OR (paid_at IS NOT NULL) = $2) AND ($3 = '' OR currency = $3)
		ORDER BY position LIMIT $4`, after, filter.IsPaid, filter.Currency, pageSize)
	if err != nil {
		return nil, 0, fmt.Errorf("list invoices: %w", err)
	}
	return page, after, nil
}

func (s *Store) position(ctx context.Context, id string) (int64, error) {
	if id == "" {
		return 0, nil
	}
	var position int64
	err := s.query(ctx, func(rows pgx.Rows) error { return rows.Scan(&position) },
		"SELECT position FROM invoices WHERE id = $1", id)
	if err != nil {
		return 0, fmt.Errorf("find invoice: %w", err)
	}
	if position == 0 {
		return 0, ErrUnknownInvoice
	}
	return position, nil
}
