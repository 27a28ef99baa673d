// Package invoice knows what an invoice is and how invoices get paid.
package invoice

import (
	"encoding/json"
	"regexp"

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

// MarshalJSON writes the amount's decimal text as a number: it is never a float.
func (i Invoice) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		ID       string      `json:"InvoiceId"`
		Value    json.Number `json:"Value"`
		Currency string      `json:"Currency"`
		IsPaid   bool        `json:"IsPaid"`
	}{i.ID, json.Number(i.Amount.Value()), i.Amount.Currency(), i.IsPaid})
}
