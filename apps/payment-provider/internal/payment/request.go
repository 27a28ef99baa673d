// Package payment knows what a request for a payment is.
package payment

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"sre-challenge/apps/money"
)

// MaxIDLength is in characters.
const MaxIDLength = 128

// Request asks for one payment.
type Request struct {
	ID     string
	Amount money.Amount
}

// Members are a request's as they were sent. Values that are not strings or numbers get this far,
// so that what is said of them names their field.
type Members struct {
	ID       json.RawMessage `json:"id"`
	Value    json.RawMessage `json:"value"`
	Currency json.RawMessage `json:"currency"`
}

// FieldError tells which field of a request is wrong, in words for the caller.
type FieldError struct{ Field, Problem string }

func (e *FieldError) Error() string { return e.Field + " " + e.Problem }

// ParseRequest reads {"id": string, "value": number > 0, "currency": string}: an id of 1 to 128
// characters and an amount that money.Parse takes; whether it may be paid, the ledger judges, which
// knows whether it is new. The error is a *FieldError.
func ParseRequest(members Members) (Request, error) {
	id, err := readString("id", members.ID)
	if err != nil {
		return Request{}, err
	}
	if err := CheckID(id); err != nil {
		return Request{}, err
	}
	value := string(members.Value)
	switch {
	case value == "" || value == "null":
		return Request{}, &FieldError{"value", "is missing; expected a positive number"}
	case !strings.ContainsAny(value[:1], "-0123456789"):
		return Request{}, &FieldError{"value", "must be a positive number"}
	}
	currency, err := readString("currency", members.Currency)
	if err != nil {
		return Request{}, err
	}
	amount, err := money.Parse(value, currency)
	if wrong, ok := errors.AsType[*money.Error](err); ok {
		return Request{}, &FieldError{wrong.Field, wrong.Problem}
	}
	return Request{id, amount}, err
}

// CheckID refuses what cannot be the id of a payment. U+FFFD is what decoding makes of broken text:
// two ids must not become one by it.
func CheckID(id string) error {
	switch {
	case utf8.RuneCountInString(id) > MaxIDLength:
		return &FieldError{"id", fmt.Sprintf("must have at most %d characters", MaxIDLength)}
	case strings.ContainsFunc(id, unicode.IsControl) || strings.ContainsRune(id, utf8.RuneError):
		return &FieldError{"id", "must be text without control characters"}
	}
	return nil
}

func readString(field string, raw json.RawMessage) (string, error) {
	var text *string
	if raw != nil && json.Unmarshal(raw, &text) != nil {
		return "", &FieldError{field, "must be a string"}
	}
	if text == nil || strings.TrimSpace(*text) == "" {
		return "", &FieldError{field, "is missing; expected a non-empty string"}
	}
	return *text, nil
}
