package payment

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"sre-challenge/apps/money"
)

// parse is for a new payment.
func parse(body string) (Request, error) {
	var members Members
	if err := json.Unmarshal([]byte(body), &members); err != nil {
		return Request{}, err
	}
	request, err := ParseRequest(members)
	if err == nil {
		err = request.Amount.Check()
	}
	if wrong, ok := errors.AsType[*money.Error](err); ok {
		return Request{}, &FieldError{wrong.Field, wrong.Problem}
	}
	return request, err
}

func TestParseRequest(t *testing.T) {
	longID := strings.Repeat("ü", 128)
	tests := map[string]struct{ body, wantID, wantValue, wantCurrency string }{
		"plain":                   {`{"id":"I1","value":12.15,"currency":"EUR"}`, "I1", "12.15", "EUR"},
		"unknown member":          {`{"id":"I1","value":1,"currency":"EUR","note":{}}`, "I1", "1", "EUR"},
		"other case":              {`{"Id":"I1","VALUE":1,"Currency":"EUR"}`, "I1", "1", "EUR"},
		"trailing zero":           {`{"id":"I1","value":10.10,"currency":"EUR"}`, "I1", "10.1", "EUR"},
		"more digits than floats": {`{"id":"I1","value":900719925474099.07,"currency":"EUR"}`, "I1", "900719925474099.07", "EUR"},
		"less than one":           {`{"id":"I1","value":0.01,"currency":"EUR"}`, "I1", "0.01", "EUR"},
		"exponent":                {`{"id":"I1","value":1E2,"currency":"EUR"}`, "I1", "100", "EUR"},
		"unicode":                 {`{"id":"Ü-1 €","value":1,"currency":"JPY"}`, "Ü-1 €", "1", "JPY"},
		"longest id":              {`{"id":"` + longID + `","value":1,"currency":"EUR"}`, longID, "1", "EUR"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			amount, err := money.Parse(test.wantValue, test.wantCurrency)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := parse(test.body); err != nil || got != (Request{test.wantID, amount}) {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}

func TestParseRequestNamesTheProblem(t *testing.T) {
	const (
		noID       = "id is missing; expected a non-empty string"
		noValue    = "value is missing; expected a positive number"
		badValue   = "value must be a positive number"
		noCurrency = "currency is missing; expected a non-empty string"
		control    = "id must be text without control characters"
	)
	tests := map[string]struct{ body, want string }{
		"null":                {"null", noID},
		"nothing in it":       {"{}", noID},
		"no id":               {`{"value":1,"currency":"EUR"}`, noID},
		"id null":             {`{"id":null,"value":1,"currency":"EUR"}`, noID},
		"id empty":            {`{"id":"","value":1,"currency":"EUR"}`, noID},
		"id blank":            {`{"id":" ","value":1,"currency":"EUR"}`, noID},
		"id number":           {`{"id":1,"value":1,"currency":"EUR"}`, "id must be a string"},
		"id too long":         {`{"id":"` + strings.Repeat("x", 129) + `","value":1,"currency":"EUR"}`, "id must have at most 128 characters"},
		"id with zero byte":   {`{"id":"I\u0000","value":1,"currency":"EUR"}`, control},
		"id with line break":  {`{"id":"I\r\n1","value":1,"currency":"EUR"}`, control},
		"id with C1 control":  {`{"id":"I\u0085","value":1,"currency":"EUR"}`, control},
		"id of half a pair":   {`{"id":"\ud800","value":1,"currency":"EUR"}`, control},
		"no value":            {`{"id":"I1","currency":"EUR"}`, noValue},
		"value null":          {`{"id":"I1","value":null,"currency":"EUR"}`, noValue},
		"value quoted":        {`{"id":"I1","value":"1","currency":"EUR"}`, badValue},
		"value bool":          {`{"id":"I1","value":true,"currency":"EUR"}`, badValue},
		"value object":        {`{"id":"I1","value":{"amount":1},"currency":"EUR"}`, badValue},
		"value array":         {`{"id":"I1","value":[1],"currency":"EUR"}`, badValue},
		"value zero":          {`{"id":"I1","value":0,"currency":"EUR"}`, "value must be positive"},
		"value long zero":     {`{"id":"I1","value":0.00e5,"currency":"EUR"}`, "value must be positive"},
		"value negative":      {`{"id":"I1","value":-1,"currency":"EUR"}`, "value must be positive"},
		"value beyond floats": {`{"id":"I1","value":1e999999999,"currency":"EUR"}`, "value must have an exponent from -99 to 99"},
		"value with mills":    {`{"id":"I1","value":1.001,"currency":"EUR"}`, "value must have at most 2 decimals in EUR"},
		"no currency":         {`{"id":"I1","value":1}`, noCurrency},
		"currency null":       {`{"id":"I1","value":1,"currency":null}`, noCurrency},
		"currency empty":      {`{"id":"I1","value":1,"currency":""}`, noCurrency},
		"currency of no type": {`{"id":"I1","value":1,"currency":["EUR"]}`, "currency must be a string"},
		"currency unknown":    {`{"id":"I1","value":1,"currency":"EURO"}`, "currency must be an active ISO 4217 code such as EUR"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := parse(test.body)
			if _, ok := errors.AsType[*FieldError](err); !ok || err.Error() != test.want || got != (Request{}) {
				t.Errorf("got %+v, %v; want %s", got, err, test.want)
			}
		})
	}
}

func FuzzParseRequest(f *testing.F) {
	for _, body := range []string{
		`{"id":"I1","value":12.15,"currency":"EUR"}`, `{"id":"I1","value":-0e1,"currency":"EUR"}`,
		`{"id":null,"value":"1"}`, `null`, `{"id":"\ud800","value":1E+2,"currency":"€"}`, `{"id":"I1","value":1e2,"currency":"JPY"}`,
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		request, err := parse(body)
		if err != nil {
			if request != (Request{}) {
				t.Errorf("both %+v and %v", request, err)
			}
			return
		}
		if length := utf8.RuneCountInString(request.ID); length < 1 || length > MaxIDLength || CheckID(request.ID) != nil {
			t.Errorf("accepted the id %q", request.ID)
		}
		encoded, err := json.Marshal(map[string]any{
			"id": request.ID, "value": json.Number(request.Amount.Value()), "currency": request.Amount.Currency(),
		})
		if err != nil {
			t.Fatalf("accepted %+v, which is no JSON: %v", request, err)
		}
		if again, err := parse(string(encoded)); again != request {
			t.Errorf("%+v came back as %+v, %v", request, again, err)
		}
	})
}
