package store

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"sre-challenge/apps/invoice-app/internal/invoice"
)

// sent sees every argument that goes to the database.
type sent struct {
	mutex     sync.Mutex
	arguments []any
}

func (s *sent) add(arguments []any) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.arguments = append(s.arguments, arguments...)
}

func (s *sent) TraceQueryStart(ctx context.Context, _ *pgx.Conn, data pgx.TraceQueryStartData) context.Context {
	s.add(data.Args)
	return ctx
}

func (*sent) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func (*sent) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return ctx
}

func (s *sent) TraceBatchQuery(_ context.Context, _ *pgx.Conn, data pgx.TraceBatchQueryData) {
	s.add(data.Args)
}

func (*sent) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

// A replica's clock cannot matter if nothing of it goes into a statement: what one replica sends
// is the same at any time, to the last argument. Processes with a wrong clock are tested from
// outside, too.
func TestNoTimeOfThisProcessIsSent(t *testing.T) {
	var runs []string
	for range 2 {
		team := emptied(t)
		addInvoices(t, team, 3)
		watch := &sent{}
		config := poolOf(t, team).Config()
		config.ConnConfig.Tracer = watch
		pool, err := pgxpool.NewWithConfig(t.Context(), config)
		if err != nil {
			t.Fatal(err)
		}
		defer pool.Close()
		store := New(pool, long)
		claims := claimed(t, store, 3)
		for i := range claims {
			claims[i].Token = [16]byte{byte(i)} // the database's own random number
		}
		record(t, store, invoice.Paid, claims...)
		if _, err := store.ClaimExpired(t.Context(), 3); err != nil {
			t.Error(err)
		}
		if _, _, err := store.Create(t.Context(), "I9", amount(t, "1", "EUR")); err != nil {
			t.Error(err)
		}
		for _, err := range store.List(t.Context(), Filter{}) {
			if err != nil {
				t.Error(err)
			}
		}
		if len(watch.arguments) < 10 {
			t.Fatalf("watched only %v", watch.arguments)
		}
		for _, argument := range watch.arguments {
			switch argument.(type) {
			case time.Time, *time.Time:
				t.Errorf("sent the time %v", argument)
			}
		}
		runs = append(runs, fmt.Sprint(watch.arguments))
		time.Sleep(2 * time.Millisecond)
	}
	if runs[0] != runs[1] {
		t.Errorf("at two times two runs sent\n%s\n%s", runs[0], runs[1])
	}
}
