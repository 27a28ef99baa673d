package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"sre-challenge/apps/database/databasetest"
	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/httpservice/openapitest"
)

const onePayment = `{"id":"I1","value":12.15,"currency":"EUR"}`

// Each answer that the document has is got once, and do holds it to the document.
func TestEveryDocumentedAnswer(t *testing.T) {
	team := migrated(t)
	working := start(t, team.Variables(databasetest.Service), map[string]string{"MAX_IN_FLIGHT": "1"})
	noTable := start(t, databasetest.Shared(t).NewDatabase(t).Variables(databasetest.Service))
	noDatabase := start(t, team.Variables(databasetest.Service), map[string]string{"PGPORT": "1"})
	draining := start(t, team.Variables(databasetest.Service), map[string]string{"DRAIN_DELAY": "2s"})
	for _, other := range []*app{noTable, noDatabase, draining} {
		other.document = working.document
	}
	tests := []struct {
		service            *app
		method, path, body string
		header             string
		wantStatus         int
		wantProblem        string
	}{
		{working, "POST", "/payments/pay", onePayment, "K1", 200, ""},
		{working, "POST", "/payments/pay", onePayment, "K1", 200, ""},
		{working, "POST", "/payments/pay", "", "K1", 400, "malformed-json"},
		{working, "POST", "/payments/pay", onePayment, "K 1", 400, "invalid-field"},
		{working, "POST", "/payments/pay", onePayment, "K2", 409, "already-paid"},
		{working, "POST", "/payments/pay", strings.Repeat(" ", httpservice.MaxBodyBytes+1), "K1", 413, "body-too-large"},
		{working, "POST", "/payments/pay", `{"id":"I2","value":12.15,"currency":"EUR"}`, "K1", 422, "idempotency-key-reused"},
		{noTable, "POST", "/payments/pay", onePayment, "K1", 500, "internal"},
		{noDatabase, "POST", "/payments/pay", onePayment, "K1", 503, "database-unavailable"},
		{working, "GET", "/payments/I1", "", "", 200, ""},
		{working, "GET", "/payments/a%00", "", "", 400, "invalid-field"},
		{working, "GET", "/payments/I2", "", "", 404, "not-found"},
		{noTable, "GET", "/payments/I1", "", "", 500, "internal"},
		{noDatabase, "GET", "/payments/I1", "", "", 503, "database-unavailable"},
		{working, "GET", "/openapi.json", "", "", 200, ""},
		{working, "GET", "/openapi.html", "", "", 200, ""},
		{working, "GET", "/healthz", "", "", 200, ""},
		{working, "GET", "/readyz", "", "", 200, ""},
		{noDatabase, "GET", "/readyz", "", "", 200, ""},
	}
	for _, test := range tests {
		headers := []string{}
		if test.header != "" {
			headers = []string{"Idempotency-Key", test.header}
		}
		got := test.service.do(t, test.method, test.path, test.body, headers...)
		if got.StatusCode != test.wantStatus || got.problem() != test.wantProblem {
			t.Errorf("%s %s %.50s: %d %s; want %d %s", test.method, test.path, test.body, got.StatusCode, got.body, test.wantStatus, test.wantProblem)
		}
	}
	if got := working.pay(t, onePayment, "Content-Type", "text/plain"); got.StatusCode != 415 {
		t.Errorf("text: %d %s", got.StatusCode, got.body)
	}
	if got := working.pay(t, onePayment, "Sec-Fetch-Site", "cross-site"); got.StatusCode != 403 {
		t.Errorf("page of another site: %d %s", got.StatusCode, got.body)
	}
	expectIdentity(t, working, team)
	expectOverload(t, working, team)
	expectTimeout(t, working)
	draining.Stop()
	for draining.do(t, "GET", "/readyz", "").StatusCode != 503 {
	}
	if unseen := working.document.Unseen(); len(unseen) > 0 {
		t.Errorf("documented, but not answered: %v", unseen)
	}
}

func TestThePageShowsEveryOperation(t *testing.T) {
	s := start(t, migrated(t).Variables(databasetest.Service))
	openapitest.CheckPage(t, s.do(t, "GET", "/openapi.json", "").body, s.do(t, "GET", "/openapi.html", "").body)
}

// expectOverload holds the only place by a payment that waits for another's transaction.
func expectOverload(t *testing.T, working *app, team *databasetest.Database) {
	t.Helper()
	first := team.Connect(t, databasetest.Service)
	if _, err := first.Exec(t.Context(), "BEGIN; INSERT INTO payments (id, key, value, currency) VALUES ('I3', 'I3', 1, 'EUR')"); err != nil {
		t.Fatal(err)
	}
	waiting := make(chan answer)
	go func() { waiting <- working.pay(t, `{"id":"I3","value":1,"currency":"EUR"}`) }()
	watcher := team.Connect(t, databasetest.Superuser)
	for blocked := 0; blocked == 0; {
		err := watcher.QueryRow(t.Context(),
			"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'").Scan(&blocked)
		if err != nil {
			t.Fatal(err)
		}
	}
	if got := working.pay(t, onePayment); got.StatusCode != 503 || got.problem() != "overloaded" || got.Header.Get("Retry-After") == "" {
		t.Errorf("overloaded: %d %s", got.StatusCode, got.body)
	}
	if got := working.do(t, "GET", "/healthz", ""); got.StatusCode != 200 {
		t.Errorf("probe of a busy service: %d", got.StatusCode)
	}
	if _, err := first.Exec(t.Context(), "COMMIT"); err != nil {
		t.Fatal(err)
	}
	if got := <-waiting; got.StatusCode != 200 {
		t.Errorf("second attempt: %d %s", got.StatusCode, got.body)
	}
}

// expectTimeout sends half a body and waits until the service has enough of it.
func expectTimeout(t *testing.T, working *app) {
	t.Helper()
	half, end := context.WithCancel(t.Context())
	defer end()
	request, err := http.NewRequestWithContext(t.Context(), "POST", working.URL+"/payments/pay", &halfBody{first: strings.NewReader(onePayment[:10]), end: half})
	if err != nil {
		t.Fatal(err)
	}
	request.ContentLength = int64(len(onePayment))
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var body bytes.Buffer
	if _, err := body.ReadFrom(response.Body); err != nil || response.StatusCode != 408 {
		t.Errorf("slow body: %d %s, %v", response.StatusCode, &body, err)
	}
	working.document.Check(t, nil, response, body.Bytes())
}

// halfBody gives its first part and then nothing until end is done.
type halfBody struct {
	first *strings.Reader
	end   context.Context
}

func (b *halfBody) Read(into []byte) (int, error) {
	if b.first.Len() > 0 {
		return b.first.Read(into)
	}
	<-b.end.Done()
	return 0, fmt.Errorf("the rest never came")
}
