package api

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"sre-challenge/apps/database"
	"sre-challenge/apps/database/databasetest"
	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/httpservice/openapitest"
	"sre-challenge/apps/identity"
	"sre-challenge/apps/invoice-app/internal/invoice"
	"sre-challenge/apps/invoice-app/internal/store"
)

type providerFunc func(context.Context, invoice.Invoice) error

func (f providerFunc) Pay(ctx context.Context, due invoice.Invoice) error { return f(ctx, due) }

func paysAll(context.Context, invoice.Invoice) error { return nil }

// served is the interface over a database of its own, with the seed.
type served struct {
	url      string
	database *databasetest.Database
	contract *openapitest.Document
}

func serve(t *testing.T, team *databasetest.Database, provider providerFunc) *served {
	t.Helper()
	return serveGuarded(t, team, provider, nil)
}

func serveGuarded(t *testing.T, team *databasetest.Database, provider providerFunc, guard *identity.Guard) *served {
	t.Helper()
	settings := func(role string) database.Settings {
		settings, err := database.ReadSettings(team.Env(role))
		if err != nil {
			t.Fatal(err)
		}
		return settings
	}
	if err := database.Migrate(t.Context(), settings(databasetest.Owner), store.Migrations, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	pool, err := database.Open(t.Context(), settings(databasetest.Service), "api-test")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	invoices, logger := store.New(pool, time.Hour), httpservice.NewLogger("test", io.Discard)
	payer := invoice.NewPayer(invoices, provider, 8, logger, func(invoice.State) {})
	return &served{listen(t, guard.Protect(Routes(invoices, payer, logger))), team, openapitest.Read(t, openAPI)}
}

// listen serves routes as the process does, one request at a time, until the test ends.
func listen(t *testing.T, routes httpservice.Routes) (url string) {
	t.Helper()
	read, write := io.Pipe()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		ended <- httpservice.Service{
			Name: "test", Settings: httpservice.Settings{MaxInFlight: 1}, Routes: routes, Logger: httpservice.NewLogger("test", write),
		}.Run(ctx)
	}()
	t.Cleanup(func() {
		http.DefaultClient.CloseIdleConnections()
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	lines := bufio.NewScanner(read)
	for lines.Scan() {
		var line struct{ Msg, Address string }
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		if _, port, err := net.SplitHostPort(line.Address); err == nil && line.Msg == "listening" {
			go io.Copy(io.Discard, read)
			return "http://127.0.0.1:" + port
		}
	}
	t.Fatal("it does not listen")
	return ""
}

// call returns what is answered, after holding it to the contract.
func (s *served) call(t *testing.T, method, path, body string, header ...string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, s.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	read, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if s.contract.Has(response.Request) && response.StatusCode != http.StatusMethodNotAllowed {
		s.contract.Check(t, []byte(body), response, read)
	}
	return response, string(read)
}

func (s *served) expect(t *testing.T, method, path, body string, wantStatus int, want string) {
	t.Helper()
	response, read := s.call(t, method, path, body)
	if response.StatusCode != wantStatus || strings.TrimSpace(read) != want {
		t.Errorf("%s %s %s: got %d %s, want %d %s", method, path, body, response.StatusCode, read, wantStatus, want)
	}
}
