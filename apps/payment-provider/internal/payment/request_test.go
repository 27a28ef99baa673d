package payment

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestParseRequest(t *testing.T) {
	tests := map[string]struct {
		body string
		want Request
	}{
		"plain":                   {`{"id":"I1","value":12.15,"currency":"EUR"}`, Request{"I1", "12.15", "EUR"}},
		"space around":            {" \n{\"id\":\"I1\",\"value\":1,\"currency\":\"EUR\"}\n ", Request{"I1", "1", "EUR"}},
		"unknown field":           {`{"id":"I1","value":1,"currency":"EUR","note":{}}`, Request{"I1", "1", "EUR"}},
		"trailing zero is kept":   {`{"id":"I1","value":10.10,"currency":"EUR"}`, Request{"I1", "10.10", "EUR"}},
		"more digits than floats": {`{"id":"I1","value":90071992547409931.07,"currency":"EUR"}`, Request{"I1", "90071992547409931.07", "EUR"}},
		"less than one":           {`{"id":"I1","value":0.01,"currency":"EUR"}`, Request{"I1", "0.01", "EUR"}},
		"exponent":                {`{"id":"I1","value":1E2,"currency":"EUR"}`, Request{"I1", "1E2", "EUR"}},
		"beyond floats":           {`{"id":"I1","value":1e999999999,"currency":"EUR"}`, Request{"I1", "1e999999999", "EUR"}},
		"unicode":                 {`{"id":"Ü-1","value":1,"currency":"€"}`, Request{"Ü-1", "1", "€"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := ParseRequest([]byte(test.body))
			if err != nil || got != test.want {
				t.Errorf("got %+v, %v; want %+v", got, err, test.want)
			}
		})
	}
}

func TestParseRequestNamesTheProblem(t *testing.T) {
	const (
		empty        = `body is empty; expected {"id": string, "value": number, "currency": string}`
		notJSON      = "body is not valid JSON"
		notObject    = "body must be a JSON object"
		goesOn       = "body goes on after the JSON object"
		noID         = "id is missing; expected a non-empty string"
		noValue      = "value is missing; expected a positive number"
		badValue     = "value must be a positive number"
		noCurrency   = "currency is missing; expected a non-empty string"
		fieldMissing = `{"id":"I1","value":1}`
	)
	tests := map[string]struct{ body, want string }{
		"empty":               {"", empty},
		"only space":          {" \r\n\t", empty},
		"word":                {"hello", notJSON},
		"form":                {"id=I1&value=1", notJSON},
		"cut off":             {`{"id":"I1"`, notJSON},
		"comma at the end":    {`{"id":"I1",}`, notJSON},
		"not a number":        {`{"id":"I1","value":NaN,"currency":"EUR"}`, notJSON},
		"leading zero":        {`{"id":"I1","value":012,"currency":"EUR"}`, notJSON},
		"null":                {"null", notObject},
		"array":               {`[{"id":"I1"}]`, notObject},
		"string":              {`"I1"`, notObject},
		"number":              {"1", notObject},
		"garbage after":       {`{"id":"I1","value":1,"currency":"EUR"}x`, goesOn},
		"second object":       {`{"id":"I1","value":1,"currency":"EUR"}{}`, goesOn},
		"brace after":         {`{"id":"I1","value":1,"currency":"EUR"}}`, goesOn},
		"nothing in it":       {"{}", noID},
		"no id":               {`{"value":1,"currency":"EUR"}`, noID},
		"id null":             {`{"id":null,"value":1,"currency":"EUR"}`, noID},
		"id empty":            {`{"id":"","value":1,"currency":"EUR"}`, noID},
		"id blank":            {`{"id":" ","value":1,"currency":"EUR"}`, noID},
		"id number":           {`{"id":1,"value":1,"currency":"EUR"}`, "id must be a string"},
		"no value":            {`{"id":"I1","currency":"EUR"}`, noValue},
		"value null":          {`{"id":"I1","value":null,"currency":"EUR"}`, noValue},
		"value zero":          {`{"id":"I1","value":0,"currency":"EUR"}`, badValue},
		"value long zero":     {`{"id":"I1","value":0.00e5,"currency":"EUR"}`, badValue},
		"value zero, E":       {`{"id":"I1","value":0E5,"currency":"EUR"}`, badValue},
		"value negative":      {`{"id":"I1","value":-1,"currency":"EUR"}`, badValue},
		"value quoted":        {`{"id":"I1","value":"1","currency":"EUR"}`, badValue},
		"value bool":          {`{"id":"I1","value":true,"currency":"EUR"}`, badValue},
		"value object":        {`{"id":"I1","value":{"amount":1},"currency":"EUR"}`, badValue},
		"value array":         {`{"id":"I1","value":[1],"currency":"EUR"}`, badValue},
		"no currency":         {fieldMissing, noCurrency},
		"currency null":       {`{"id":"I1","value":1,"currency":null}`, noCurrency},
		"currency empty":      {`{"id":"I1","value":1,"currency":""}`, noCurrency},
		"currency of no type": {`{"id":"I1","value":1,"currency":["EUR"]}`, "currency must be a string"},
		"too deep":            {strings.Repeat("[", 20000), notJSON},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := ParseRequest([]byte(test.body))
			if err == nil || err.Error() != test.want {
				t.Errorf("got %+v, %v; want %s", got, err, test.want)
			}
		})
	}
}

func FuzzParseRequest(f *testing.F) {
	for _, body := range []string{
		`{"id":"I1","value":12.15,"currency":"EUR"}`, `{"id":"I1","value":-0e1,"currency":"EUR"}`,
		`{"id":null,"value":"1"}`, `{}{}`, `null`, `[1]`, ``, "\x00", `{"id":"\ud800","value":1E+2,"currency":"€"}`,
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		request, err := ParseRequest(body)
		if err != nil {
			if request != (Request{}) {
				t.Errorf("both %+v and %v", request, err)
			}
			return
		}
		encoded, err := json.Marshal(request)
		if err != nil {
			t.Fatalf("accepted %+v, which is no JSON: %v", request, err)
		}
		if again, err := ParseRequest(encoded); again != request {
			t.Errorf("%+v came back as %+v, %v", request, again, err)
		}
	})
}
