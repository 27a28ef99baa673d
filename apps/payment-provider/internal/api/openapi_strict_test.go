package api

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"sre-challenge/apps/httpservice/openapitest"
	"sre-challenge/apps/payment-provider/internal/payment"
)

// What the document takes of a new payment, the service takes, and the other way round: else callers
// who go by the document are refused, and a fuzzer hardly ever gets further than a refusal.
func TestTheDocumentIsAsStrictAsTheService(t *testing.T) {
	requests := openapitest.Amounts("id", "value", "currency", ids())
	openapitest.ExpectSame(t, openAPI, "PaymentRequest", requests, func(body []byte) bool {
		var members payment.Members
		if err := json.Unmarshal(body, &members); err != nil {
			t.Fatal(err)
		}
		parsed, err := payment.ParseRequest(members)
		return err == nil && parsed.Amount.Check() == nil
	})
}

// ids has each character alone, and between and beside others.
func ids() []string {
	all := []string{"", strings.Repeat("ä", payment.MaxIDLength), strings.Repeat("ä", payment.MaxIDLength+1)}
	for char := range unicode.MaxRune + 1 {
		if 0xD800 <= char && char < 0xE000 || char > 0xFFFF && char%0x1001 != 0 {
			continue
		}
		all = append(all, string(char), "a"+string(char)+"b", " "+string(char), string(char)+"\u2003")
	}
	return all
}
