package main

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"sre-challenge/apps/database/databasetest"
	"sre-challenge/apps/httpservice/httpservicetest"
	"sre-challenge/apps/service/servicetest"
)

// app is an invoice-app that serves in this process.
type app struct{ *httpservicetest.Service }

// startApp serves until the test ends, over a database with the seed.
func startApp(t *testing.T, variables ...map[string]string) *app {
	t.Helper()
	team := servicetest.Migrated(t, invoiceApp)
	provider := map[string]string{"PAYMENT_PROVIDER_URL": "http://127.0.0.1:1"}
	all := append([]map[string]string{provider}, variables...)
	return &app{servicetest.Start(t, invoiceApp, append(all, team.Variables(databasetest.Service))...)}
}

func (a *app) ask(t *testing.T, method, path string, authorization ...string) (status int, body string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, a.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header["Authorization"] = authorization
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	read, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(read)
}

// expectUnpaid asks for the seed.
func (a *app) expectUnpaid(t *testing.T, authorization ...string) {
	t.Helper()
	if status, body := a.ask(t, "GET", "/invoices", authorization...); status != 200 || strings.Count(body, `"IsPaid":false`) != 3 {
		t.Errorf("got %d %s", status, body)
	}
}
