package provider

import (
	"encoding/json"
	"errors"
	"fmt"

	"sre-challenge/apps/invoice-app/internal/invoice"
	"sre-challenge/apps/money"
)

// parseAnswer reads the id out of {"id": string}; other fields are let through.
func parseAnswer(body []byte) (id string, err error) {
	var answer struct {
		ID string `json:"id"`
	}
	if err := parse(body, &answer); err != nil {
		return "", err
	}
	if answer.ID == "" {
		return "", errors.New("answer has no id")
	}
	return answer.ID, nil
}

// parsePayment returns nil if body is {"id", "value", "currency"} of exactly what is due.
func parsePayment(body []byte, due invoice.Invoice) error {
	var found payment
	if err := parse(body, &found); err != nil {
		return err
	}
	paid, err := money.Parse(found.Value.String(), found.Currency)
	if err != nil {
		return fmt.Errorf("answer is no payment: %w", err)
	}
	if found.ID != due.ID || !paid.Equal(due.Amount) {
		return errors.New("another amount was paid")
	}
	return nil
}

func parse(body []byte, into any) error {
	if len(body) > maxAnswerBytes {
		return fmt.Errorf("answer is longer than %d bytes", maxAnswerBytes)
	}
	if err := json.Unmarshal(body, into); err != nil {
		return fmt.Errorf("answer is not {\"id\": string}: %w", err)
	}
	return nil
}
