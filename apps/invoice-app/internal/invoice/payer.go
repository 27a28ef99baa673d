package invoice

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"

	"sre-challenge/apps/httpservice"
)

// Provider makes payments. Pay returns nil only if the payment was made for certain. After an
// error it may have been made all the same: asking again must use the same invoice id, which is
// the payment's key. The error's text is shown to callers; what it wraps goes to the log.
type Provider interface {
	Pay(ctx context.Context, invoice Invoice) error
}

// Outcome tells what one run of PayUnpaid did, in the store's order. An invoice that another run
// is paying meanwhile is in neither list.
type Outcome struct {
	Paid   []string  `json:"paid"`
	Failed []Failure `json:"failed"`
}

// Failure is an invoice that could not be paid, and why.
type Failure struct {
	ID     string `json:"id"`
	Reason string `json:"error"`
}

var (
	errNoTime      = errors.New("not tried, time ran out")
	errNotRecorded = errors.New("paid, but that could not be recorded")
)

// Payer pays invoices through a provider.
type Payer struct {
	store    Store
	provider Provider
	logger   *slog.Logger
	slots    chan struct{}
}

// NewPayer makes at most maxAtOnce payments at a time, over all its runs.
func NewPayer(store Store, provider Provider, maxAtOnce int, logger *slog.Logger) *Payer {
	return &Payer{store: store, provider: provider, logger: logger, slots: make(chan struct{}, maxAtOnce)}
}

// PayUnpaid pays every invoice that is neither paid nor being paid, each by one call. It returns
// when each call has ended, at the latest when ctx does; the error is the store's.
func (p *Payer) PayUnpaid(ctx context.Context) (Outcome, error) {
	invoices, err := p.store.ClaimUnpaid(ctx)
	if err != nil {
		return Outcome{}, fmt.Errorf("claim unpaid invoices: %w", err)
	}
	errs := make([]error, len(invoices))
	var group sync.WaitGroup
	for i, invoice := range invoices {
		group.Go(func() { errs[i] = p.pay(ctx, invoice) })
	}
	group.Wait()

	outcome := Outcome{Paid: []string{}, Failed: []Failure{}}
	for i, invoice := range invoices {
		if errs[i] != nil {
			outcome.Failed = append(outcome.Failed, Failure{invoice.ID, errs[i].Error()})
		} else {
			outcome.Paid = append(outcome.Paid, invoice.ID)
		}
	}
	return outcome, nil
}

// pay ends the claim on invoice, whatever becomes of the payment and of ctx. The one claim that
// stays is that of a payment made and not recorded: nobody may pay it again.
func (p *Payer) pay(ctx context.Context, invoice Invoice) error {
	always := context.WithoutCancel(ctx)
	if err := p.call(ctx, invoice); err != nil {
		p.warn(ctx, "payment failed", invoice, err)
		if err := p.store.Release(always, invoice.ID); err != nil {
			p.warn(ctx, "claim not released", invoice, err)
		}
		return err
	}
	if err := p.store.MarkPaid(always, invoice.ID); err != nil {
		p.warn(ctx, "payment not recorded", invoice, err)
		return errNotRecorded
	}
	return nil
}

func (p *Payer) call(ctx context.Context, invoice Invoice) error {
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
		return p.provider.Pay(ctx, invoice)
	case <-ctx.Done():
		return errNoTime
	}
}

func (p *Payer) warn(ctx context.Context, what string, invoice Invoice, err error) {
	p.logger.WarnContext(ctx, what, "request_id", httpservice.RequestID(ctx),
		"invoice", invoice.ID, "error", err, "cause", errors.Unwrap(err))
}
