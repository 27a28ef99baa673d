// Package store keeps invoices in PostgreSQL. No time of this process goes into any statement: a
// replica whose clock is wrong does what the others do.
package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"sre-challenge/apps/invoice-app/internal/invoice"
	"sre-challenge/apps/money"
)

// statementDeadline bounds a statement with the wait for a connection of the pool.
const statementDeadline = 5 * time.Second

// Store keeps invoices. Its methods may be called at the same time, by any number of processes.
type Store struct {
	pool  *pgxpool.Pool
	lease time.Duration
}

// New keeps invoices in pool's database, which has the Migrations. A claim that nobody ends
// expires after lease.
func New(pool *pgxpool.Pool, lease time.Duration) *Store { return &Store{pool, lease} }

const columns = "position, id, trim_scale(value)::text, currency::text, paid_at IS NOT NULL"

// row is columns as they come, with more of a statement's own after them.
type row struct {
	position            int64
	id, value, currency string
	isPaid              bool
}

func (r *row) scan(rows pgx.Rows, more ...any) error {
	return rows.Scan(append([]any{&r.position, &r.id, &r.value, &r.currency, &r.isPaid}, more...)...)
}

func (r *row) invoice() invoice.Invoice {
	return invoice.Invoice{ID: r.id, Amount: money.Stored(r.value, r.currency), IsPaid: r.isPaid}
}

// query calls each for every row of a statement and lets its connection go before it returns.
func (s *Store) query(ctx context.Context, each func(pgx.Rows) error, sql string, arguments ...any) error {
	ctx, cancel := context.WithTimeout(ctx, statementDeadline)
	defer cancel()
	rows, err := s.pool.Query(ctx, sql, arguments...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
