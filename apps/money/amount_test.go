package money

import (
	"errors"
	"math/big"
	"strings"
	"testing"

	"github.com/bojanz/currency"
)

// taken is what the text makes as a new amount.
func taken(value, currency string) (Amount, error) {
	amount, err := Parse(value, currency)
	if err == nil {
		err = amount.Check()
	}
	if err != nil {
		return Amount{}, err
	}
	return amount, nil
}

func TestParse(t *testing.T) {
	tests := map[string]struct{ value, currency, want string }{
		"plain":                   {"12.15", "EUR", "12.15"},
		"trailing zero":           {"10.50", "EUR", "10.5"},
		"only zeros after point":  {"10.0", "EUR", "10"},
		"zeros beyond decimals":   {"1.500", "EUR", "1.5"},
		"integer zeros stay":      {"100", "EUR", "100"},
		"less than one":           {"0.01", "EUR", "0.01"},
		"no decimals":             {"5", "JPY", "5"},
		"zero decimals written":   {"5.00", "JPY", "5"},
		"three decimals":          {"1.234", "KWD", "1.234"},
		"four decimals":           {"1.2345", "CLF", "1.2345"},
		"a code of late":          {"1.23", "XAD", "1.23"},
		"exponent":                {"1E2", "EUR", "100"},
		"exponent with plus":      {"1e+2", "EUR", "100"},
		"exponent inside":         {"1.25e1", "EUR", "12.5"},
		"negative exponent":       {"1234e-2", "EUR", "12.34"},
		"negative exponent below": {"1e-2", "EUR", "0.01"},
		"zeros times exponent":    {"0.00001e5", "EUR", "1"},
		"largest":                 {"999999999999999.99", "EUR", "999999999999999.99"},
		"beyond a float":          {"90071992547409.93", "EUR", "90071992547409.93"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := taken(test.value, test.currency)
			if err != nil || got.Value() != test.want || got.Currency() != test.currency {
				t.Errorf("got %v, %v; want %s", got, err, test.want)
			}
		})
	}
}

func TestParseNamesTheProblem(t *testing.T) {
	tests := map[string]struct{ value, currency, want string }{
		"no text":             {"", "EUR", "value must be a number"},
		"zero":                {"0", "EUR", "value must be positive"},
		"long zero":           {"0.00e5", "EUR", "value must be positive"},
		"negative":            {"-1", "EUR", "value must be positive"},
		"plus":                {"+1", "EUR", "value must be a number"},
		"not a number":        {"NaN", "EUR", "value must be a number"},
		"infinite":            {"Infinity", "EUR", "value must be a number"},
		"hexadecimal":         {"0x10", "EUR", "value must be a number"},
		"underscore":          {"1_0", "EUR", "value must be a number"},
		"space":               {" 1", "EUR", "value must be a number"},
		"leading zero":        {"012", "EUR", "value must be a number"},
		"point first":         {".5", "EUR", "value must be a number"},
		"point last":          {"5.", "EUR", "value must be a number"},
		"two points":          {"1.2.3", "EUR", "value must be a number"},
		"exponent empty":      {"1e", "EUR", "value must be a number"},
		"exponent of signs":   {"1e+-1", "EUR", "value must be a number"},
		"two exponents":       {"1e1e1", "EUR", "value must be a number"},
		"other digits":        {"١", "EUR", "value must be a number"},
		"exponent huge":       {"1e999999999999999999999", "EUR", "value must have an exponent from -99 to 99"},
		"exponent tiny":       {"1e-100", "EUR", "value must have an exponent from -99 to 99"},
		"too small":           {"1e-99", "EUR", "value must have at most 2 decimals in EUR"},
		"too large":           {"1000000000000000", "EUR", "value must have at most 15 digits before the point"},
		"large by exponent":   {"1e15", "EUR", "value must have at most 15 digits before the point"},
		"too many decimals":   {"1.005", "EUR", "value must have at most 2 decimals in EUR"},
		"decimals of yen":     {"1.5", "JPY", "value must have at most 0 decimals in JPY"},
		"too long":            {"1." + strings.Repeat("0", 63), "EUR", "value must be written in at most 64 characters"},
		"no currency":         {"1", "", "currency must be an active ISO 4217 code such as EUR"},
		"small letters":       {"1", "eur", "currency must be an active ISO 4217 code such as EUR"},
		"unknown currency":    {"1", "ABC", "currency must be an active ISO 4217 code such as EUR"},
		"withdrawn currency":  {"1", "DEM", "currency must be an active ISO 4217 code such as EUR"},
		"between banks":       {"1", "XDR", "currency must be an active ISO 4217 code such as EUR"},
		"gold":                {"1", "XAU", "currency must be an active ISO 4217 code such as EUR"},
		"no currency at all":  {"1", "XXX", "currency must be an active ISO 4217 code such as EUR"},
		"sign for a currency": {"1", "€", "currency must be an active ISO 4217 code such as EUR"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := taken(test.value, test.currency)
			if err == nil || err.Error() != test.want || got != (Amount{}) {
				t.Errorf("got %v, %v; want %s", got, err, test.want)
			}
			if _, ok := errors.AsType[*Error](err); !ok {
				t.Errorf("error is a %T", err)
			}
		})
	}
}

func TestEqual(t *testing.T) {
	parse := func(value, currency string) Amount {
		t.Helper()
		amount, err := taken(value, currency)
		if err != nil {
			t.Fatal(err)
		}
		return amount
	}
	one := parse("1.0", "EUR")
	for _, same := range []Amount{parse("1", "EUR"), parse("10e-1", "EUR"), parse("1.00", "EUR")} {
		if !one.Equal(same) {
			t.Errorf("%v is not %v", one, same)
		}
	}
	for _, other := range []Amount{parse("1", "USD"), parse("1.01", "EUR"), parse("10", "EUR")} {
		if one.Equal(other) {
			t.Errorf("%v is %v", one, other)
		}
	}
}

func TestStoredIsWhatWasParsed(t *testing.T) {
	for _, value := range []string{"12.15", "0.0001", "100", "9999999999999999.9999"} {
		for _, currency := range []string{"EUR", "DEM", "XXX"} {
			if parsed, err := Parse(value, currency); err != nil || parsed != Stored(value, currency) {
				t.Errorf("%s %s: parsed %v, %v", value, currency, parsed, err)
			}
		}
	}
}

func TestEveryCodeHasThreeCapitals(t *testing.T) {
	codes := currency.GetCurrencyCodes()
	if len(codes) < 150 {
		t.Errorf("only %d currencies", len(codes))
	}
	for _, code := range codes {
		if len(code) != 3 || strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
			t.Errorf("%q", code)
		}
	}
}

// FuzzParse holds Parse to big.Rat: what it accepts has the same value, is canonical, and is
// accepted again.
func FuzzParse(f *testing.F) {
	for _, value := range []string{"12.15", "1e2", "0.00001e5", "1E-2", "-1", "0", "1.50", "", "1e99", "0e-99"} {
		f.Add(value, "EUR")
		f.Add(value, "JPY")
	}
	f.Fuzz(func(t *testing.T, value, currency string) {
		amount, err := taken(value, currency)
		if err != nil {
			if amount != (Amount{}) {
				t.Fatalf("both %v and %v", amount, err)
			}
			return
		}
		want, ok := new(big.Rat).SetString(value)
		got, gotOK := new(big.Rat).SetString(amount.Value())
		if !ok || !gotOK || want.Cmp(got) != 0 || got.Sign() <= 0 {
			t.Fatalf("%q became %q", value, amount.Value())
		}
		if strings.ContainsAny(amount.Value(), "eE+-") || strings.Contains(amount.Value(), ".") && strings.HasSuffix(amount.Value(), "0") {
			t.Fatalf("%q is not canonical", amount.Value())
		}
		if again, err := taken(amount.Value(), amount.Currency()); err != nil || !again.Equal(amount) {
			t.Fatalf("%v came back as %v, %v", amount, again, err)
		}
	})
}
