// Package money knows amounts of money: positive decimals in a currency of ISO 4217, never floats.
package money

import (
	"fmt"
	"strconv"
	"strings"
)

const (
	// maxIntegerDigits and the four decimals of the finest currency fit numeric(20,4).
	maxIntegerDigits = 15
	// maxTextLength bounds the work one value can ask for.
	maxTextLength = 64
	maxExponent   = 99
)

// Amount is a positive amount of money. Amounts of equal value and currency are equal by == too.
// The rules of the day, by Check, are for new ones: what was taken once is never judged again.
type Amount struct{ value, currency string }

// Stored is an amount as it was taken before: a value as Value has it, and a currency.
func Stored(value, currency string) Amount { return Amount{value, currency} }

// Value is the decimal text: no exponent, no needless zeros ("12.15", "10.5", "10").
func (a Amount) Value() string { return a.value }

// Currency is the code of ISO 4217, such as "EUR".
func (a Amount) Currency() string { return a.currency }

// Equal tells whether both are the same value of the same currency.
func (a Amount) Equal(b Amount) bool { return a == b }

// Error tells what is wrong with one half of an amount, in words for the caller.
type Error struct {
	// Field is "value" or "currency".
	Field string
	// Problem says what is expected of the field, which it does not name: "must be positive".
	Problem string
}

func (e *Error) Error() string { return e.Field + " " + e.Problem }

// Parse reads the text of a JSON number, which must be positive, and a currency, whatever it is;
// zeros at the number's end are dropped. The error is an *Error.
func Parse(value, currency string) (Amount, error) {
	integer, fraction, err := expand(value)
	switch {
	case err != nil:
		return Amount{}, err
	case integer == "" && fraction == "":
		return Amount{}, &Error{"value", "must be positive"}
	}
	if integer == "" {
		integer = "0"
	}
	if fraction != "" {
		fraction = "." + fraction
	}
	return Amount{integer + fraction, currency}, nil
}

// Check holds a new amount to the rules of the day: an active currency, at most 15 digits before
// the point, and no more after it than the currency has. The error is an *Error.
func (a Amount) Check() error {
	decimals, known := decimalsOf[a.currency]
	integer, fraction, _ := strings.Cut(a.value, ".")
	switch {
	case !known:
		return &Error{"currency", "must be an active ISO 4217 code such as EUR"}
	case len(integer) > maxIntegerDigits:
		return &Error{"value", fmt.Sprintf("must have at most %d digits before the point", maxIntegerDigits)}
	case len(fraction) > decimals:
		return &Error{"value", fmt.Sprintf("must have at most %d decimals in %s", decimals, a.currency)}
	}
	return nil
}

// expand turns the text of a JSON number >= 0 into the digits before and after its point, with
// neither leading nor trailing zeros: "0.120e2" is "12" and "".
func expand(text string) (integer, fraction string, err error) {
	if len(text) > maxTextLength {
		return "", "", &Error{"value", fmt.Sprintf("must be written in at most %d characters", maxTextLength)}
	}
	if strings.HasPrefix(text, "-") {
		return "", "", &Error{"value", "must be positive"}
	}
	mantissa, exponentText, hasExponent := strings.Cut(strings.ToLower(text), "e")
	integer, fraction, hasPoint := strings.Cut(mantissa, ".")
	leadingZero := len(integer) > 1 && integer[0] == '0'
	if !isDigits(integer) || leadingZero || hasPoint && !isDigits(fraction) {
		return "", "", errNotANumber
	}
	exponent := 0
	if hasExponent {
		if exponent, err = parseExponent(exponentText); err != nil {
			return "", "", err
		}
	}
	digits, point := integer+fraction, len(integer)+exponent
	if point < 0 {
		digits, point = strings.Repeat("0", -point)+digits, 0
	}
	if point > len(digits) {
		digits += strings.Repeat("0", point-len(digits))
	}
	return strings.TrimLeft(digits[:point], "0"), strings.TrimRight(digits[point:], "0"), nil
}

var errNotANumber = &Error{"value", "must be a number"}

func parseExponent(text string) (int, error) {
	unsigned := text
	if text != "" && (text[0] == '+' || text[0] == '-') {
		unsigned = text[1:]
	}
	if !isDigits(unsigned) {
		return 0, errNotANumber
	}
	// Atoi fails only for what is too long to be an int.
	exponent, err := strconv.Atoi(text)
	if err != nil || exponent > maxExponent || exponent < -maxExponent {
		return 0, &Error{"value", fmt.Sprintf("must have an exponent from -%d to %d", maxExponent, maxExponent)}
	}
	return exponent, nil
}

func isDigits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}
