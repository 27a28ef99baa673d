package main

import (
	"testing"

	"sre-challenge/apps/database/databasetest"
)

// The caller in doubt asks under the same key after the rules have changed: to refuse it would say
// for certain that nothing was paid.
func TestPaymentOfBeforeIsAnsweredAsBefore(t *testing.T) {
	team := migrated(t)
	_, err := team.Connect(t, databasetest.Service).Exec(t.Context(),
		"INSERT INTO payments (id, key, value, currency) VALUES ('mark', 'mark', 1, 'DEM'), ('mill', 'mill', 1.005, 'EUR')")
	if err != nil {
		t.Fatal(err)
	}
	s := start(t, team.Variables(databasetest.Service))
	// The document is about new payments.
	undocumented := &app{Service: s.Service}
	for body, want := range map[string]int{
		`{"id":"mark","value":1,"currency":"DEM"}`:      200,
		`{"id":"mill","value":1.0050,"currency":"EUR"}`: 200,
		`{"id":"mill","value":1.006,"currency":"EUR"}`:  422,
		`{"id":"new","value":1,"currency":"DEM"}`:       400,
		`{"id":"new","value":1.005,"currency":"EUR"}`:   400,
	} {
		if got := undocumented.pay(t, body); got.StatusCode != want {
			t.Errorf("%s: %d %s", body, got.StatusCode, got.body)
		}
	}
	for _, id := range []string{"mark", "mill"} {
		if got := s.do(t, "GET", "/payments/"+id, ""); got.StatusCode != 200 {
			t.Errorf("%s: %d %s", id, got.StatusCode, got.body)
		}
	}
	if rows := countPayments(t, team); rows != 2 {
		t.Errorf("%d payments are stored", rows)
	}
}
