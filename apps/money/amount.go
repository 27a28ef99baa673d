// Package money knows amounts of money: positive decimals in a currency of ISO 4217, never floats.
package money

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/bojanz/currency"
	"github.com/cockroachdb/apd/v3"
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

// jsonNumber is narrower than what apd reads. Its group is the exponent.
var jsonNumber = regexp.MustCompile(`^(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE]([+-]?[0-9]+))?$`)

// Parse reads the text of a JSON number, which must be positive, and a currency, whatever it is;
// zeros at the number's end are dropped. The error is an *Error.
func Parse(value, currency string) (Amount, error) {
	if len(value) > maxTextLength {
		return Amount{}, &Error{"value", fmt.Sprintf("must be written in at most %d characters", maxTextLength)}
	}
	if strings.HasPrefix(value, "-") {
		return Amount{}, &Error{"value", "must be positive"}
	}
	parts := jsonNumber.FindStringSubmatch(value)
	if parts == nil {
		return Amount{}, &Error{"value", "must be a number"}
	}
	// Atoi fails only for what is too long to be an int.
	exponent, err := strconv.Atoi(cmp.Or(parts[1], "0"))
	if err != nil || exponent > maxExponent || exponent < -maxExponent {
		return Amount{}, &Error{"value", fmt.Sprintf("must have an exponent from -%d to %d", maxExponent, maxExponent)}
	}
	number, _, err := apd.NewFromString(value)
	if err != nil {
		return Amount{}, &Error{"value", "must be a number"}
	}
	if number.IsZero() {
		return Amount{}, &Error{"value", "must be positive"}
	}
	number.Reduce(number)
	return Amount{number.Text('f'), currency}, nil
}

// Check holds a new amount to the rules of the day: an active currency, at most 15 digits before
// the point, and no more after it than the currency has. Codes without a number of decimals, such
// as those of metals and tests, are not active here: nobody pays in them. The error is an *Error.
func (a Amount) Check() error {
	decimals, known := currency.GetDigits(a.currency)
	integer, fraction, _ := strings.Cut(a.value, ".")
	switch {
	case !known:
		return &Error{"currency", "must be an active ISO 4217 code such as EUR"}
	case len(integer) > maxIntegerDigits:
		return &Error{"value", fmt.Sprintf("must have at most %d digits before the point", maxIntegerDigits)}
	case len(fraction) > int(decimals):
		return &Error{"value", fmt.Sprintf("must have at most %d decimals in %s", decimals, a.currency)}
	}
	return nil
}
