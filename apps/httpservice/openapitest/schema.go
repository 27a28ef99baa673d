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

// Amounts are requests for money, by the names of a request's id, value and currency: each id once, then
// the edges of what a value may be, and each currency that there may be.
func Amounts(id, value, currency string, ids []string) (requests []map[string]any) {
	request := func(ofID string, ofValue float64, ofCurrency string) {
		requests = append(requests, map[string]any{id: ofID, value: ofValue, currency: ofCurrency})
	}
	for _, each := range ids {
		request(each, 1, "EUR")
	}
	// Decimals are not for a schema: they depend on the currency.
	for _, each := range []float64{-1, 0, 0.01, 1, 1.25, 1e3, 999999999999999, 1e15, 1e16, 1e22, 1e99} {
		request("I1", each, "EUR")
	}
	for _, each := range codes() {
		request("I1", 1, each)
	}
	return requests
}

// codes are all texts of three capital letters, and some others.
func codes() (all []string) {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	for _, first := range letters {
		for _, second := range letters {
			for _, third := range letters {
				all = append(all, string([]rune{first, second, third}))
			}
		}
	}
	return append(all, "", "EU", "eur", "EURO", "EUREUR", "EUR\n", " EUR", "EUR|GBP")
}
