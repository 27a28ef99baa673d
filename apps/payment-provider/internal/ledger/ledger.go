// Package ledger keeps payments in PostgreSQL, each exactly once and for ever.
package ledger

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"sre-challenge/apps/money"
)

// Payment is one row. Its value is decimal text without needless zeros.
type Payment struct {
	ID, Key, Value, Currency string
	PaidAt                   time.Time
}

// Why a payment was not recorded, or not found.
var (
	// ErrKeyReused: the key stands for a payment with another id, value or currency.
	ErrKeyReused = errors.New("key was used for another payment")
	// ErrAlreadyPaid: the id was paid under another key.
	ErrAlreadyPaid = errors.New("id was paid under another key")
	// ErrNotFound: no payment has that id.
	ErrNotFound = errors.New("no such payment")
)

// Ledger records payments and finds them. Its methods may be called at the same time, by any
// number of processes; another error than those above is the database's.
type Ledger struct{ pool *pgxpool.Pool }

// New keeps payments in pool's database, which has the Migrations.
func New(pool *pgxpool.Pool) *Ledger { return &Ledger{pool} }

// Pay records a payment once: the same key with the same content any number of times, also at the
// same time, is one row, and each gets it. An error of the database leaves open whether the
// payment is recorded; asking again with the same key tells. isNew is for the call that made the row.
// A new payment whose amount money refuses is a *money.Error: no rule of today is for one of before.
func (l *Ledger) Pay(ctx context.Context, id, key string, amount money.Amount) (payment Payment, isNew bool, err error) {
	refusal := amount.Check()
	if refusal == nil {
		rowID, rowKey := identify(id, key)
		payment, err = l.insert(ctx, rowID, rowKey, amount)
		if !errors.Is(err, pgx.ErrNoRows) {
			return payment, err == nil, err
		}
	}
	payment, err = l.recorded(ctx, id, key, amount)
	if refusal != nil && errors.Is(err, ErrNotFound) {
		err = refusal
	}
	return payment, false, err
}

// insert answers pgx.ErrNoRows where the id or the key is taken. Where another transaction is just
// taking it, the insert waits for that one's end.
func (l *Ledger) insert(ctx context.Context, id, key string, amount money.Amount) (Payment, error) {
	rows, err := l.pool.Query(ctx, `
		INSERT INTO payments (id, key, value, currency) VALUES ($1, $2, $3::text::numeric, $4)
		ON CONFLICT DO NOTHING RETURNING `+columns, id, key, amount.Value(), amount.Currency())
	if err != nil {
		return Payment{}, fmt.Errorf("insert payment: %w", err)
	}
	payment, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[Payment])
	if err != nil {
		return Payment{}, fmt.Errorf("insert payment: %w", err)
	}
	return payment, nil
}

// recorded finds the payment that took the key; where none did, ErrAlreadyPaid says that one took
// the id, and ErrNotFound that neither is taken.
func (l *Ledger) recorded(ctx context.Context, id, key string, amount money.Amount) (Payment, error) {
	payment, err := l.find(ctx, "key", key)
	switch {
	case errors.Is(err, ErrNotFound):
		if _, err = l.find(ctx, "id", id); err == nil {
			err = ErrAlreadyPaid
		}
		return Payment{}, err
	case err != nil:
		return Payment{}, err
	case payment.ID != id || payment.Value != amount.Value() || payment.Currency != amount.Currency():
		return Payment{}, ErrKeyReused
	}
	return payment, nil
}

// Find returns the payment with that id.
func (l *Ledger) Find(ctx context.Context, id string) (Payment, error) {
	return l.find(ctx, "id", id)
}

const columns = "id, key, trim_scale(value)::text, currency::text, paid_at"

func (l *Ledger) find(ctx context.Context, column, value string) (Payment, error) {
	rows, err := l.pool.Query(ctx, "SELECT "+columns+" FROM payments WHERE "+column+" = $1", value)
	if err != nil {
		return Payment{}, fmt.Errorf("find payment: %w", err)
	}
	payment, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[Payment])
	if errors.Is(err, pgx.ErrNoRows) {
		return Payment{}, ErrNotFound
	}
	if err != nil {
		return Payment{}, fmt.Errorf("find payment: %w", err)
	}
	return payment, nil
}
