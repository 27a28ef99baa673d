package api

import (
	"context"
	"errors"
	"io"

	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/invoice-app/internal/invoice"
)

type providerFunc func(context.Context, invoice.Invoice) error

func (f providerFunc) Pay(ctx context.Context, invoice invoice.Invoice) error { return f(ctx, invoice) }

func paysNothing(context.Context, invoice.Invoice) error { return errors.New("closed") }

func paysAll(context.Context, invoice.Invoice) error { return nil }

// brokenStore cannot be read.
type brokenStore struct{ invoice.Store }

var errBroken = errors.New("disk on fire")

func (brokenStore) List(context.Context) ([]invoice.Invoice, error) { return nil, errBroken }

func (brokenStore) ClaimUnpaid(context.Context) ([]invoice.Invoice, error) { return nil, errBroken }

func routes(store invoice.Store, provider providerFunc) httpservice.Routes {
	logger := httpservice.NewLogger("test", io.Discard)
	return Routes(store, invoice.NewPayer(store, provider, 8, logger), logger)
}
