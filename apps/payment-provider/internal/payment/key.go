package payment

import (
	"fmt"
	"strings"
)

// KeyHeader names the header that a payment is unique by.
const KeyHeader = "Idempotency-Key"

const maxKeyLength = 255

// ParseKey reads the key out of the header's values; without the header it is the payment's id.
// The error is a *FieldError.
func ParseKey(values []string, id string) (string, error) {
	switch {
	case len(values) == 0:
		return id, nil
	case len(values) > 1:
		return "", &FieldError{KeyHeader, "must be given once"}
	case values[0] == "" || len(values[0]) > maxKeyLength || strings.ContainsFunc(values[0], isNotVisible):
		return "", &FieldError{KeyHeader, fmt.Sprintf("must be 1 to %d visible ASCII characters", maxKeyLength)}
	}
	return values[0], nil
}

func isNotVisible(char rune) bool { return char <= ' ' || char > '~' }
