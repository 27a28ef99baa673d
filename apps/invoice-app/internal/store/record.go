package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"sre-challenge/apps/invoice-app/internal/invoice"
)

// lockInOrder keeps two batches with the same invoices from waiting for each other for ever.
const lockInOrder = `SELECT FROM invoices WHERE id = ANY($1) ORDER BY id FOR UPDATE`

const recordResults = `
	UPDATE invoices SET
		paid_at = CASE state WHEN 'paid' THEN now() END,
		claim = CASE state WHEN 'inDoubt' THEN claim END,
		claimed_until = CASE state WHEN 'inDoubt' THEN claimed_until END,
		last_error = nullif(reason, '')
	FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[]) AS result (id, token, state, reason)
	WHERE invoices.id = result.id AND paid_at IS NULL AND (state = 'paid' OR claim = token)`

// Record implements invoice.Store. It can be repeated: what is stored already is left alone.
func (s *Store) Record(ctx context.Context, results []invoice.Result) error {
	ids, tokens := make([]string, len(results)), make([][16]byte, len(results))
	states, reasons := make([]string, len(results)), make([]string, len(results))
	for i, result := range results {
		ids[i], tokens[i], states[i], reasons[i] = result.ID, result.Token, string(result.State), result.Reason
	}
	ctx, cancel := context.WithTimeout(ctx, statementDeadline)
	defer cancel()
	var batch pgx.Batch // one round trip, and one transaction
	batch.Queue(lockInOrder, ids)
	batch.Queue(recordResults, ids, tokens, states, reasons)
	if err := s.pool.SendBatch(ctx, &batch).Close(); err != nil {
		return fmt.Errorf("record %d results: %w", len(results), err)
	}
	return nil
}
