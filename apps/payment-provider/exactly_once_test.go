package main

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"sre-challenge/apps/database/databasetest"
	"sre-challenge/apps/httpservice/httpservicetest"
)

func TestSamePaymentByManyCallersOfTwoReplicas(t *testing.T) {
	team := migrated(t)
	replicas := []*app{start(t, team.Variables(databasetest.Service)), start(t, team.Variables(databasetest.Service))}
	answers := make([]answer, 64)
	var all sync.WaitGroup
	for at := range answers {
		all.Go(func() { answers[at] = replicas[at%2].pay(t, onePayment, "Idempotency-Key", "K1") })
	}
	all.Wait()
	for _, got := range answers {
		if got.StatusCode != 200 || string(got.body) != `{"id":"I1"}`+"\n" {
			t.Errorf("got %d %s", got.StatusCode, got.body)
		}
	}
	if rows := countPayments(t, team); rows != 1 {
		t.Errorf("%d rows", rows)
	}
	var paid, repeated int
	for _, replica := range replicas {
		_, figures := httpservicetest.Get(t, replica.MetricsURL)
		paid += figure(t, string(figures), `payments_total{result="paid"}`)
		repeated += figure(t, string(figures), `payments_total{result="repeated"}`)
		figure(t, string(figures), "database_pool_connections_max")
	}
	if paid != 1 || repeated != 63 {
		t.Errorf("counted %d paid and %d repeated", paid, repeated)
	}
}

// A database that is stopped, or dies, is answered with 503; once it is back the same request pays.
func TestDatabaseGoneAndBack(t *testing.T) {
	server := databasetest.Start(t)
	if err := paymentProvider.Run(t.Context(), []string{"migrate"}, server.Env(databasetest.Owner), &strings.Builder{}); err != nil {
		t.Fatal(err)
	}
	s := start(t, server.Variables(databasetest.Service))
	for at, takeDown := range []func(testing.TB){server.Stop, server.Kill} {
		before := fmt.Sprintf(`{"id":"before-%d","value":1,"currency":"EUR"}`, at)
		during := fmt.Sprintf(`{"id":"during-%d","value":1,"currency":"EUR"}`, at)
		if got := s.pay(t, before); got.StatusCode != 200 {
			t.Fatalf("before: %d %s", got.StatusCode, got.body)
		}
		takeDown(t)
		for range 5 {
			got := s.pay(t, during)
			if got.StatusCode != 503 || got.problem() != "database-unavailable" || got.Header.Get("Retry-After") == "" {
				t.Errorf("during: %d %v %s", got.StatusCode, got.Header, got.body)
			}
		}
		if got := s.do(t, "GET", "/readyz", ""); got.StatusCode != 200 {
			t.Errorf("all replicas would leave at once: %d %s", got.StatusCode, got.body)
		}
		server.Start(t)
		for _, body := range []string{during, before} {
			if got := s.pay(t, body); got.StatusCode != 200 {
				t.Errorf("after: %d %s", got.StatusCode, got.body)
			}
		}
	}
	var rows int
	if err := server.Connect(t, databasetest.Service).QueryRow(t.Context(), "SELECT count(*) FROM payments").Scan(&rows); err != nil || rows != 4 {
		t.Errorf("%d rows, %v", rows, err)
	}
}

func figure(t *testing.T, figures, name string) (value int) {
	t.Helper()
	_, rest, found := strings.Cut(figures, "\n"+name+" ")
	if _, err := fmt.Sscan(rest, &value); !found || err != nil {
		t.Fatalf("no %s in %s", name, figures)
	}
	return value
}
