// Package payment knows what a payment is.
package payment

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Request asks for one payment. Its value keeps the decimal text it came with: an amount of
// money is never a float.
type Request struct {
	ID       string      `json:"id"`
	Value    json.Number `json:"value"`
	Currency string      `json:"currency"`
}

// ParseRequest reads {"id": string, "value": number > 0, "currency": string}. Unknown fields are
// let through. The error's text is for the caller.
func ParseRequest(body []byte) (Request, error) {
	if len(bytes.TrimSpace(body)) == 0 {
		return Request{}, errors.New(`body is empty; expected {"id": string, "value": number, "currency": string}`)
	}
	// A pointer, since null leaves a struct as it was.
	var fields *struct {
		ID       string          `json:"id"`
		Value    json.RawMessage `json:"value"`
		Currency string          `json:"currency"`
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	if err := decoder.Decode(&fields); err != nil {
		return Request{}, explain(err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return Request{}, errors.New("body goes on after the JSON object")
	}
	if fields == nil {
		return Request{}, errNotAnObject
	}
	value := string(fields.Value)
	switch {
	case strings.TrimSpace(fields.ID) == "":
		return Request{}, errors.New("id is missing; expected a non-empty string")
	case value == "" || value == "null":
		return Request{}, errors.New("value is missing; expected a positive number")
	case !isPositiveNumber(value):
		return Request{}, errors.New("value must be a positive number")
	case strings.TrimSpace(fields.Currency) == "":
		return Request{}, errors.New("currency is missing; expected a non-empty string")
	}
	return Request{ID: fields.ID, Value: json.Number(value), Currency: fields.Currency}, nil
}

var errNotAnObject = errors.New("body must be a JSON object")

func explain(err error) error {
	wrongType, ok := errors.AsType[*json.UnmarshalTypeError](err)
	switch {
	case ok && wrongType.Field != "":
		return fmt.Errorf("%s must be a string", wrongType.Field)
	case ok:
		return errNotAnObject
	default:
		return errors.New("body is not valid JSON")
	}
}

// isPositiveNumber judges a valid JSON value by its text, so that no size of exponent costs
// precision or time.
func isPositiveNumber(value string) bool {
	if value[0] < '0' || value[0] > '9' {
		return false
	}
	digits, _, _ := strings.Cut(strings.ToLower(value), "e")
	return strings.ContainsAny(digits, "123456789")
}
