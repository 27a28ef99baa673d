// Package invoice knows what an invoice is, where invoices are kept, and how they get paid.
package invoice

import (
	"context"
	"encoding/json"
)

// Invoice is an amount of money that somebody owes. Its value keeps its decimal text: an amount
// of money is never a float.
type Invoice struct {
	ID       string      `json:"InvoiceId"`
	Value    json.Number `json:"Value"`
	Currency string      `json:"Currency"`
	IsPaid   bool        `json:"IsPaid"`
}

// Store keeps invoices. A claim makes its caller the only one to pay an invoice, whatever runs at
// the same time; it ends by MarkPaid or Release.
type Store interface {
	// List returns all invoices in a fixed order.
	List(ctx context.Context) ([]Invoice, error)
	// ClaimUnpaid claims every invoice that is neither paid nor claimed, in List's order.
	ClaimUnpaid(ctx context.Context) ([]Invoice, error)
	// MarkPaid ends a claim; it fails for an invoice that is not claimed.
	MarkPaid(ctx context.Context, id string) error
	// Release ends a claim and leaves the invoice unpaid; it fails for one that is not claimed.
	Release(ctx context.Context, id string) error
}

// Seed is what the service starts with.
func Seed() []Invoice {
	return []Invoice{
		{ID: "I1", Value: "12.15", Currency: "EUR"},
		{ID: "I2", Value: "10.25", Currency: "GBP"},
		{ID: "I3", Value: "66.13", Currency: "DKK"},
	}
}
