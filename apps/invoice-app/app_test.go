package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"maps"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"

	"sre-challenge/apps/database/databasetest"
)

// app is an invoice-app that serves in this process.
type app struct {
	url, metricsURL string
	log             *log
}

// startApp serves until the test ends, over a database with the seed.
func startApp(t *testing.T, variables ...map[string]string) *app {
	t.Helper()
	team := databasetest.Shared(t).NewDatabase(t)
	if err := migrate(t.Context(), team.Env(databasetest.Owner), io.Discard); err != nil {
		t.Fatal(err)
	}
	env := map[string]string{"PORT": "0", "METRICS_PORT": "0", "DRAIN_DELAY": "0s", "PAYMENT_PROVIDER_URL": "http://127.0.0.1:1"}
	for _, more := range append(variables, team.Variables(databasetest.Service)) {
		maps.Copy(env, more)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended, addresses := make(chan error, 1), make(chan [2]string, 2)
	a := &app{log: &log{addresses: addresses}}
	go func() { ended <- serve(ctx, func(name string) string { return env[name] }, a.log) }()
	t.Cleanup(func() {
		http.DefaultClient.CloseIdleConnections()
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	for a.url == "" || a.metricsURL == "" {
		select {
		case found := <-addresses:
			if found[0] == "listening" {
				a.url = found[1]
			} else {
				a.metricsURL = found[1] + "/metrics"
			}
		case err := <-ended:
			ended <- nil
			t.Fatalf("serve ended: %v", err)
		}
	}
	return a
}

// log keeps what is logged, and reports the addresses in it.
type log struct {
	lock      sync.Mutex
	text      bytes.Buffer
	addresses chan [2]string
}

func (l *log) Write(line []byte) (int, error) {
	var entry struct{ Msg, Address string }
	if json.Unmarshal(line, &entry) == nil && entry.Address != "" {
		_, port, _ := net.SplitHostPort(entry.Address)
		l.addresses <- [2]string{entry.Msg, "http://127.0.0.1:" + port}
	}
	l.lock.Lock()
	defer l.lock.Unlock()
	return l.text.Write(line)
}

func (l *log) String() string {
	l.lock.Lock()
	defer l.lock.Unlock()
	return l.text.String()
}

func (a *app) ask(t *testing.T, method, path string, authorization ...string) (status int, body string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, a.url+path, nil)
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
