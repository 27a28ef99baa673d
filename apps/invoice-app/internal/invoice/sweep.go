package invoice

import (
	"context"
	"math/rand/v2"
	"time"
)

// Sweep finishes what others left: until ctx is done it pays invoices whose claim has expired,
// about every interval. The moments are random, so that replicas seldom come at once.
func (p *Payer) Sweep(ctx context.Context, interval time.Duration) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(interval/2 + rand.N(interval)):
		}
		// What could not be claimed is logged, and found by the next sweep.
		outcome, _ := p.run(ctx, maxPerRun, p.store.ClaimExpired)
		if resumed := len(outcome.Paid) + len(outcome.Failed) + len(outcome.InDoubt); resumed > 0 {
			p.logger.InfoContext(ctx, "resumed", "paid", len(outcome.Paid), "failed", len(outcome.Failed), "in_doubt", len(outcome.InDoubt))
		}
	}
}
