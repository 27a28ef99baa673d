package provider

import (
	"encoding/json"
	"errors"
	"fmt"
)

// parseAnswer reads the id out of {"id": string}; other fields are let through.
func parseAnswer(body []byte) (id string, err error) {
	if len(body) > maxAnswerBytes {
		return "", fmt.Errorf("answer is longer than %d bytes", maxAnswerBytes)
	}
	var answer struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return "", fmt.Errorf("answer is not {\"id\": string}: %w", err)
	}
	if answer.ID == "" {
		return "", errors.New("answer has no id")
	}
	return answer.ID, nil
}
