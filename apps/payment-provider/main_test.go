package main

import (
	"bytes"
	"context"
	"strings"
	"sync"
	"testing"

	"sre-challenge/apps/database/databasetest"
)

func TestServeListensUntilToldToStop(t *testing.T) {
	s := start(t, migrated(t).Variables(databasetest.Service))
	s.Stop()
	err := <-s.Ended
	s.Ended <- nil
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"service":"payment-provider"`, `"msg":"listening"`, `"msg":"stopped"`} {
		if !strings.Contains(s.Log.String(), part) {
			t.Errorf("log lacks %s: %s", part, s.Log)
		}
	}
}

func TestServeRefusesWrongSettings(t *testing.T) {
	env := map[string]string{"PORT": "http"}
	var log bytes.Buffer
	err := paymentProvider.Run(t.Context(), nil, func(key string) string { return env[key] }, &log)
	if err == nil || !strings.Contains(err.Error(), `PORT: "http" is not a port`) || !strings.Contains(err.Error(), "PGHOST: is not set") {
		t.Errorf("got %v", err)
	}
	if log.Len() != 0 {
		t.Errorf("it started all the same: %s", &log)
	}
}

func TestMigrateByFiveAtOnce(t *testing.T) {
	team := databasetest.Shared(t).NewDatabase(t)
	var all sync.WaitGroup
	for range 5 {
		all.Go(func() {
			if err := paymentProvider.Run(t.Context(), []string{"migrate"}, team.Env(databasetest.Owner), &bytes.Buffer{}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if got := start(t, team.Variables(databasetest.Service)).pay(t, onePayment); got.StatusCode != 200 {
		t.Errorf("got %d %s", got.StatusCode, got.body)
	}
}

func TestSchemaIsThereOnceItWasMigrated(t *testing.T) {
	team := migrated(t)
	if err := paymentProvider.Run(t.Context(), []string{"schema"}, team.Env(databasetest.Service), &bytes.Buffer{}); err != nil {
		t.Error(err)
	}
}

func TestServiceCannotMigrate(t *testing.T) {
	env := databasetest.Shared(t).NewDatabase(t).Env(databasetest.Service)
	if err := paymentProvider.Run(t.Context(), []string{"migrate"}, env, &bytes.Buffer{}); err == nil || !strings.Contains(err.Error(), "permission denied") {
		t.Errorf("got %v", err)
	}
}

func TestUnknownArgumentIsRefused(t *testing.T) {
	for _, arguments := range [][]string{{"migrat"}, {"migrate", "now"}} {
		err := paymentProvider.Run(context.Background(), arguments, nil, nil)
		if err == nil || !strings.Contains(err.Error(), "expected no argument, to serve, migrate or schema") {
			t.Errorf("%v: %v", arguments, err)
		}
	}
}
