package invoice

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"
)

const (
	// runDeadline and maxPerRun end a run that has enough to do for ever, and bound its memory.
	runDeadline = 10 * time.Second
	maxPerRun   = 10_000
	// maxClaims is what one statement claims at most.
	maxClaims = 64
	// unstoredPerSlot bounds the results that wait for a slow database; then payments wait, too.
	unstoredPerSlot = 4
)

const notRecorded = "paid, but that could not be recorded yet"

// Payer pays invoices through a provider.
type Payer struct {
	store    Store
	provider Provider
	logger   *slog.Logger
	observe  func(State)
	recorder recorder
	paying   slots
	unstored slots
	stopped  context.Context
	stop     context.CancelFunc
}

// NewPayer makes at most atOnce payments at a time, over all its runs. Observe is told each
// payment's end.
func NewPayer(store Store, provider Provider, atOnce int, logger *slog.Logger, observe func(State)) *Payer {
	stopped, stop := context.WithCancel(context.Background())
	return &Payer{
		store: store, provider: provider, logger: logger, observe: observe,
		recorder: recorder{store: store},
		paying:   make(slots, atOnce),
		unstored: make(slots, unstoredPerSlot*atOnce),
		stopped:  stopped, stop: stop,
	}
}

// Stop ends all claiming. What is claimed by then is still paid and recorded by the runs that
// claimed it.
func (p *Payer) Stop() { p.stop() }

// PayUnpaid pays every invoice that is neither paid nor being paid, until there is none or the
// run's limits are reached. When ctx is done it claims nothing more; what is under way is still
// paid and recorded. The error is the store's, and only if there is no outcome to tell.
func (p *Payer) PayUnpaid(ctx context.Context) (Outcome, error) {
	var after int64
	return p.run(ctx, maxPerRun, func(ctx context.Context, n int) ([]Claim, error) {
		claims, err := p.store.ClaimUnpaid(ctx, after, n)
		if len(claims) > 0 {
			after = claims[len(claims)-1].Position // so each is tried once in a run
		}
		return claims, err
	})
}

// PayOne does the same with the invoice with that id alone. An empty outcome says that there is none,
// or that it is paid or being paid; with More, that it was not looked at.
func (p *Payer) PayOne(ctx context.Context, id string) (Outcome, error) {
	outcome, err := p.run(ctx, 1, func(ctx context.Context, _ int) ([]Claim, error) {
		return p.store.ClaimOne(ctx, id)
	})
	outcome.More = outcome.More && outcome.IsEmpty()
	return outcome, err
}

// run pays what is claimed, most invoices at most.
func (p *Payer) run(ctx context.Context, most int, claim func(context.Context, int) ([]Claim, error)) (Outcome, error) {
	always := context.WithoutCancel(ctx)
	ctx, cancel := context.WithTimeout(ctx, runDeadline)
	defer cancel()
	defer context.AfterFunc(p.stopped, cancel)()
	var results tally
	var group sync.WaitGroup
	var err error
	more := true
	for begun := 0; more && begun < most && !results.isUnreachable(); {
		free := p.paying.take(ctx, min(maxClaims, most-begun))
		if free == 0 {
			break
		}
		var claims []Claim
		// Not to be cancelled: a claim whose answer nobody waits for would be stuck until it expires.
		claims, err = claim(always, free)
		p.paying.free(free - len(claims))
		begun += len(claims)
		more = len(claims) == free
		for _, claim := range claims {
			group.Go(func() { p.pay(always, claim, &results) })
		}
	}
	group.Wait()
	outcome := results.outcome()
	outcome.More = more || err != nil
	if err != nil {
		p.logger.ErrorContext(always, "invoices not claimed", "error", err)
		if len(results.results) == 0 {
			return Outcome{}, err
		}
	}
	return outcome, nil
}

// pay has one of the slots for payments, and frees it.
func (p *Payer) pay(ctx context.Context, claim Claim, results *tally) {
	err := p.provider.Pay(ctx, claim.Invoice)
	result := resultOf(claim, err)
	if err != nil {
		p.warn(ctx, "payment failed", result, err)
	}
	p.unstored <- struct{}{}
	p.paying.free(1)
	storeErr := <-p.recorder.record(result)
	p.unstored.free(1)
	if storeErr != nil {
		p.warn(ctx, "result not recorded", result, storeErr)
		if result.State == Paid {
			result.State, result.Reason = InDoubt, notRecorded
		}
	}
	p.observe(result.State)
	results.add(result, errors.Is(err, ErrNotSent))
}

func (p *Payer) warn(ctx context.Context, what string, result Result, err error) {
	p.logger.WarnContext(ctx, what, "invoice", result.ID, "state", string(result.State), "error", err, "cause", errors.Unwrap(err))
}
