package invoice

import (
	"context"
	"errors"
	"sync"
)

// providerFunc is a Provider that counts its calls.
type providerFunc struct {
	pay   func(context.Context, Invoice) error
	mutex sync.Mutex
	calls map[string]int
}

func newProvider(pay func(context.Context, Invoice) error) *providerFunc {
	return &providerFunc{pay: pay, calls: map[string]int{}}
}

func (p *providerFunc) Pay(ctx context.Context, invoice Invoice) error {
	p.mutex.Lock()
	p.calls[invoice.ID]++
	p.mutex.Unlock()
	return p.pay(ctx, invoice)
}

func paysAll(context.Context, Invoice) error { return nil }

// brokenStore fails in one method, and in all once the context it is given is done.
type brokenStore struct {
	Store
	broken string
}

var errBroken = errors.New("disk on fire")

func (s brokenStore) fault(ctx context.Context, method string) error {
	if method == s.broken {
		return errBroken
	}
	return ctx.Err()
}

func (s brokenStore) ClaimUnpaid(ctx context.Context) ([]Invoice, error) {
	if err := s.fault(ctx, "ClaimUnpaid"); err != nil {
		return nil, err
	}
	return s.Store.ClaimUnpaid(ctx)
}

func (s brokenStore) MarkPaid(ctx context.Context, id string) error {
	if err := s.fault(ctx, "MarkPaid"); err != nil {
		return err
	}
	return s.Store.MarkPaid(ctx, id)
}

func (s brokenStore) Release(ctx context.Context, id string) error {
	if err := s.fault(ctx, "Release"); err != nil {
		return err
	}
	return s.Store.Release(ctx, id)
}
