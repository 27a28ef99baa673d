// Package invoice knows what an invoice is and how invoices get paid.
package invoice

import (
	"encoding/json"
	"regexp"
	"time"

	"sre-challenge/apps/money"
)

// Invoice is an amount of money that somebody owes.
type Invoice struct {
	ID     string
	Amount money.Amount
	IsPaid bool
}

var acceptableID = regexp.MustCompile(`^[!-~]{1,128}$`)

// IsID tells whether text can be an invoice's id: 1 to 128 visible ASCII characters, since it is
// the payment's Idempotency-Key, a header, too.
func IsID(text string) bool { return acceptableID.MatchString(text) }

// wire is an invoice in JSON. The amount's decimal text is a number: it is never a float.
type wire struct {
	ID       string      `json:"InvoiceId"`
	Value    json.Number `json:"Value"`
	Currency string      `json:"Currency"`
	IsPaid   bool        `json:"IsPaid"`
}

func (i Invoice) wire() wire {
	return wire{i.ID, json.Number(i.Amount.Value()), i.Amount.Currency(), i.IsPaid}
}

// MarshalJSON writes the four fields of the wire contract.
func (i Invoice) MarshalJSON() ([]byte, error) { return json.Marshal(i.wire()) }

// Dated is an invoice with its times, by the database's clock.
type Dated struct {
	Invoice
	CreatedAt time.Time
	// PaidAt is nil until it is paid.
	PaidAt *time.Time
}

// MarshalJSON adds the times to the four fields, in UTC.
func (d Dated) MarshalJSON() ([]byte, error) {
	if d.PaidAt != nil {
		at := d.PaidAt.UTC()
		d.PaidAt = &at
	}
	return json.Marshal(struct {
		wire
		CreatedAt time.Time
		PaidAt    *time.Time
	}{d.wire(), d.CreatedAt.UTC(), d.PaidAt})
}
