package openapitest

import (
	"encoding/json"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// ExpectSame fails the test where a schema of the document takes a request, or not, and the service does
// otherwise with its JSON.
func ExpectSame(t *testing.T, document []byte, schema string, requests []map[string]any, accepts func(body []byte) bool) {
	t.Helper()
	parsed, err := openapi3.NewLoader().LoadFromData(document)
	if err != nil {
		t.Fatal(err)
	}
	named, found := parsed.Components.Schemas[schema]
	if !found {
		t.Fatalf("the document has no schema %s", schema)
	}
	for _, request := range requests {
		body, err := json.Marshal(request)
		if err != nil {
			t.Fatal(err)
		}
		if takes := named.Value.VisitJSON(request) == nil; takes != accepts(body) {
			t.Errorf("%.200s: the document takes it: %t, the service: %t", body, takes, !takes)
		}
	}
}

// Codes are all texts of three capital letters, and some others.
func Codes() (codes []string) {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	for _, first := range letters {
		for _, second := range letters {
			for _, third := range letters {
				codes = append(codes, string([]rune{first, second, third}))
			}
		}
	}
	return append(codes, "", "EU", "eur", "EURO", "EUREUR", "EUR\n", " EUR", "EUR|GBP")
}

// Numbers are at the edges of what an amount may be, but for its decimals, which depend on the currency.
var Numbers = []float64{-1, 0, 0.01, 1, 1.25, 1e3, 999999999999999, 1e15, 1e16, 1e22, 1e99}
