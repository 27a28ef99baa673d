package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"sre-challenge/apps/database/databasetest"
	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/httpservice/openapitest"
	"sre-challenge/apps/invoice-app/internal/invoice"
)

// refusal is an error for certain.
type refusal struct{ error }

func (refusal) Unwrap() error { return invoice.ErrRefused }

func TestEveryAnswerIsAsDocumented(t *testing.T) {
	ends := map[string]error{}
	server := databasetest.Start(t)
	s := serve(t, server.NewDatabase(t), func(_ context.Context, due invoice.Invoice) error { return ends[due.ID] })
	list := func(paid ...string) string {
		return fmt.Sprintf(`[{"InvoiceId":"I1","Value":12.15,"Currency":"EUR","IsPaid":%s},`+
			`{"InvoiceId":"I2","Value":10.25,"Currency":"GBP","IsPaid":%s},{"InvoiceId":"I3","Value":66.13,"Currency":"DKK","IsPaid":%s}]`, paid[0], paid[1], paid[2])
	}
	s.expect(t, "GET", "/healthz", "", 200, `{"status":"alive"}`)
	s.expect(t, "GET", "/readyz", "", 200, `{"status":"ready"}`)
	s.expect(t, "GET", "/invoices", "", 200, list("false", "false", "false"))
	ends["I2"], ends["I3"] = refusal{fmt.Errorf("said no")}, fmt.Errorf("who knows")
	s.expect(t, "POST", "/invoices/pay", "", 502, `{"paid":["I1"],"failed":[{"id":"I2","error":"said no"}],"inDoubt":[{"id":"I3","error":"who knows"}],"more":false}`)
	s.expect(t, "GET", "/invoices", "", 200, list("true", "false", "false"))
	clear(ends)
	s.expect(t, "POST", "/invoices/pay", "", 200, `{"paid":["I2"],"failed":[],"inDoubt":[],"more":false}`)

	for path, want := range map[string]int{"I2": 200, "I9": 404, "%C3%9C": 400, "I3": 409} {
		if response, read := s.call(t, "POST", "/invoices/"+path+"/pay", ""); response.StatusCode != want {
			t.Errorf("/invoices/%s/pay: %d %s", path, response.StatusCode, read)
		}
	}

	const created = `{"InvoiceId":"I4","Value":90071992547409.93,"Currency":"USD","IsPaid":false}`
	const asked = `{"InvoiceId":"I4","Value":90071992547409.930,"Currency":"USD"}`
	s.expect(t, "POST", "/invoices", asked, 201, created)
	s.expect(t, "POST", "/invoices", asked, 200, created)
	if response, _ := s.call(t, "POST", "/invoices", strings.Replace(asked, ".930", ".94", 1)); response.StatusCode != 409 {
		t.Errorf("another amount: %d", response.StatusCode)
	}
	s.expect(t, "GET", "/invoices?currency=USD", "", 200, "["+created+"]")
	s.expect(t, "GET", "/invoices?after=I4", "", 200, "[]")
	for path, want := range map[string]int{"I1": 200, "I9": 404, "%C3%9C": 400} {
		if response, read := s.call(t, "GET", "/invoices/"+path, ""); response.StatusCode != want {
			t.Errorf("/invoices/%s: %d %s", path, response.StatusCode, read)
		}
	}
	s.call(t, "GET", "/openapi.json", "")
	_, page := s.call(t, "GET", "/openapi.html", "")
	openapitest.CheckPage(t, openAPI, []byte(page))
	s.call(t, "POST", "/invoices", "{")
	s.call(t, "GET", "/invoices?limit=0", "")
	if _, read := s.call(t, "GET", "/invoices?pade=true", ""); !strings.Contains(read, `unknown parameter \"pade\"; known are`) {
		t.Errorf("got %s", read)
	}
	s.call(t, "POST", "/invoices", `{"InvoiceId":"`+strings.Repeat("x", httpservice.MaxBodyBytes)+`"}`)
	s.call(t, "POST", "/invoices", "{}", "Content-Type", "text/plain")
	s.call(t, "POST", "/invoices", asked, "Sec-Fetch-Site", "cross-site")
	s.call(t, "POST", "/invoices/pay", "", "Sec-Fetch-Site", "cross-site")
	ends["I4"] = refusal{fmt.Errorf("said no")}
	s.expect(t, "POST", "/invoices/I4/pay", "", 502, `{"paid":[],"failed":[{"id":"I4","error":"said no"}],"inDoubt":[],"more":false}`)

	s.expectIdentity(t, asked)
	server.Stop(t)
	for _, each := range []struct{ method, path, body string }{
		{"GET", "/invoices", ""}, {"GET", "/invoices?limit=1", ""}, {"GET", "/invoices/I1", ""}, {"POST", "/invoices", asked}, {"POST", "/invoices/pay", ""}, {"POST", "/invoices/I4/pay", ""},
	} {
		response, read := s.call(t, each.method, each.path, each.body)
		if response.StatusCode != 503 || !strings.Contains(read, "database-unavailable") || response.Header.Get("Retry-After") == "" {
			t.Errorf("%s %s without a database: %d %s", each.method, each.path, response.StatusCode, read)
		}
	}
	// What a test cannot bring about from outside: the program's own faults, a slow sender, a drain.
	want := "[GET /invoices 500 GET /invoices/{id} 500 GET /readyz 503 POST /invoices 408 POST /invoices 500 POST /invoices/pay 500 POST /invoices/{id}/pay 500]"
	if got := fmt.Sprint(s.contract.Unseen()); got != want {
		t.Errorf("documented, but not seen: %s", got)
	}
}

func TestOneInvoiceHasItsTimes(t *testing.T) {
	s := serve(t, databasetest.Shared(t).NewDatabase(t), paysAll)
	const slashed = `{"InvoiceId":"a/b","Value":1,"Currency":"EUR"}`
	if response, read := s.call(t, "POST", "/invoices", slashed); response.StatusCode != 201 {
		t.Fatalf("%d %s", response.StatusCode, read)
	}
	find := func(path string) (found struct {
		InvoiceID         string `json:"InvoiceId"`
		IsPaid            bool
		CreatedAt, PaidAt *time.Time
	}) {
		t.Helper()
		_, read := s.call(t, "GET", "/invoices/"+path, "")
		if err := json.Unmarshal([]byte(read), &found); err != nil {
			t.Fatalf("%s: %v", read, err)
		}
		return found
	}
	open := find("a%2Fb")
	if open.InvoiceID != "a/b" || open.IsPaid || open.CreatedAt == nil || open.PaidAt != nil {
		t.Errorf("got %+v", open)
	}
	s.call(t, "POST", "/invoices/pay", "")
	paid := find("a%2Fb")
	if !paid.IsPaid || paid.PaidAt == nil || paid.PaidAt.Before(*paid.CreatedAt) || !paid.CreatedAt.Equal(*open.CreatedAt) || paid.PaidAt.Location() != time.UTC {
		t.Errorf("got %+v", paid)
	}
}

func TestOneInvoiceIsPaidAlone(t *testing.T) {
	s := serve(t, databasetest.Shared(t).NewDatabase(t), paysAll)
	s.expect(t, "POST", "/invoices/I2/pay", "", 200, `{"paid":["I2"],"failed":[],"inDoubt":[],"more":false}`)
	for _, path := range []string{"I1", "I2", "I3"} {
		_, read := s.call(t, "GET", "/invoices/"+path, "")
		if isPaid := strings.Contains(read, `"IsPaid":true`); isPaid != (path == "I2") {
			t.Errorf("%s", read)
		}
	}
	s.expect(t, "POST", "/invoices/I2/pay", "", 200, `{"paid":[],"failed":[],"inDoubt":[],"more":false}`)
}

func TestPages(t *testing.T) {
	s := serve(t, databasetest.Shared(t).NewDatabase(t), paysAll)
	got, pages := "", 0
	for path := "/invoices?limit=1&paid=false"; path != ""; pages++ {
		response, read := s.call(t, "GET", path, "")
		_, id, _ := strings.Cut(read, `"InvoiceId":"`)
		got += id[:2]
		link := response.Header.Get("Link")
		path, _, _ = strings.Cut(strings.TrimPrefix(link, "<"), ">")
		if path != "" && (!strings.Contains(path, "paid=false") || !strings.HasSuffix(link, `; rel="next"`)) {
			t.Errorf("Link: %s", link)
		}
	}
	if got != "I1I2I3" || pages != 3 {
		t.Errorf("%d pages with %s", pages, got)
	}
	if response, _ := s.call(t, "GET", "/invoices?limit=3", ""); response.Header.Get("Link") != "" {
		t.Errorf("the last page leads to %s", response.Header.Get("Link"))
	}
}

func TestLongListIsStreamedWhole(t *testing.T) {
	const invoices = 5000
	team := databasetest.Shared(t).NewDatabase(t)
	s := serve(t, team, paysAll)
	_, err := team.Connect(t, databasetest.Owner).Exec(t.Context(),
		"INSERT INTO invoices (id, value, currency) SELECT 'N' || i, 1, 'EUR' FROM generate_series(1, $1) AS i", invoices-3)
	if err != nil {
		t.Fatal(err)
	}
	response, read := s.call(t, "GET", "/invoices", "")
	if response.StatusCode != http.StatusOK || response.ContentLength != -1 || strings.Count(read, `"InvoiceId"`) != invoices {
		t.Errorf("%d, length %d, %d invoices", response.StatusCode, response.ContentLength, strings.Count(read, `"InvoiceId"`))
	}
}
