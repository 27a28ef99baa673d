package invoice

import "context"

// Claim is the right to pay an invoice until its lease ends, by the database's clock. It is about
// who asks, not about safety: whoever pays an invoice uses the same key.
type Claim struct {
	Invoice
	// Token tells this claim from every other on the same invoice.
	Token [16]byte
	// Position is the invoice's place in the store's order.
	Position int64
	// Resumed says that an earlier claim ended without a known result: the payment may have been
	// made.
	Resumed bool
}

// State is what became of a claim.
type State string

const (
	// Paid: the payment was made, for certain.
	Paid State = "paid"
	// Failed: the payment was not made, for certain; the invoice can be claimed again at once.
	Failed State = "failed"
	// InDoubt: nobody knows. The claim stays until it expires; then somebody asks again.
	InDoubt State = "inDoubt"
)

// Result is what a claim's holder learned. Reason is for callers; it is "" for Paid.
type Result struct {
	Claim
	State  State
	Reason string
}

// Store keeps claims. Any number of processes may use the same one at the same time.
type Store interface {
	// ClaimUnpaid claims up to n invoices behind position after that are neither paid nor
	// claimed, or whose claim has expired, in the store's order.
	ClaimUnpaid(ctx context.Context, after int64, n int) ([]Claim, error)
	// ClaimOne claims the invoice with that id, if ClaimUnpaid could.
	ClaimOne(ctx context.Context, id string) ([]Claim, error)
	// ClaimExpired claims up to n invoices whose claim has expired.
	ClaimExpired(ctx context.Context, n int) ([]Claim, error)
	// Record stores all results or none. That an invoice was paid is stored whoever has its claim
	// by now; another result only by the claim's holder.
	Record(ctx context.Context, results []Result) error
}
