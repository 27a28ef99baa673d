package service_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"sre-challenge/apps/database/databasetest"
	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/identity"
	"sre-challenge/apps/service"
	"sre-challenge/apps/service/servicetest"
)

// greeter has no database.
var greeter = service.Service{
	Name:        "greeter",
	DefaultPort: 8083,
	Callers:     identity.ReadSubjectSettings,
	Configure: func(getenv func(string) string) (service.Serve, error) {
		greeting := getenv("GREETING")
		if greeting == "" {
			return nil, errors.New(`GREETING: "" is no greeting`)
		}
		return func(ctx context.Context, parts service.Parts) error {
			if parts.Pool != nil {
				return errors.New("it has a pool")
			}
			greet := func(w http.ResponseWriter, _ *http.Request) { httpservice.Answer(w, http.StatusOK, greeting) }
			return parts.Run(ctx, httpservice.Routes{"/greeting": {http.MethodGet: greet}})
		}, nil
	},
}

// librarian has one.
var librarian = service.Service{
	Name:       "librarian",
	Migrations: fstest.MapFS{"migrations/0001_books.up.sql": {Data: []byte("CREATE TABLE books (id int)")}},
	Callers:    identity.ReadSubjectSettings,
	Configure:  greeter.Configure,
}

func TestServesWithoutADatabase(t *testing.T) {
	s := servicetest.Start(t, greeter, map[string]string{"GREETING": "hello"})
	answer, err := http.Get(s.URL + "/greeting")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK || !strings.Contains(s.Log.String(), `"service":"greeter"`) {
		t.Errorf("got %d, and the log %s", answer.StatusCode, s.Log)
	}
}

func TestEveryWrongSettingIsNamed(t *testing.T) {
	env := map[string]string{"PORT": "http", "IDENTITY_SUBJECT": "somebody"}
	getenv := func(name string) string { return env[name] }
	of := map[string][]string{
		"greeter":   {`PORT: "http"`, `GREETING: ""`, `IDENTITY_ISSUER: ""`},
		"librarian": {`PORT: "http"`, "PGHOST: is not set", `GREETING: ""`, `IDENTITY_ISSUER: ""`},
	}
	for _, tested := range []service.Service{greeter, librarian} {
		var log bytes.Buffer
		err := tested.Run(t.Context(), nil, getenv, &log)
		if err == nil || log.Len() > 0 {
			t.Fatalf("%s: %v, and the log %s", tested.Name, err, &log)
		}
		from := 0
		for _, part := range of[tested.Name] {
			at := strings.Index(err.Error()[from:], part)
			if at < 0 {
				t.Errorf("%s: %q lacks %s, or not behind what is named before", tested.Name, err, part)
			}
			from += max(at, 0)
		}
		if strings.Contains(err.Error(), "PGHOST") != (tested.Migrations != nil) {
			t.Errorf("%s: %v", tested.Name, err)
		}
	}
}

func TestUnknownArguments(t *testing.T) {
	for _, test := range []struct {
		service   service.Service
		arguments []string
		want      string
	}{
		{librarian, []string{"x"}, `librarian: ["x"] is not known; expected no argument, to serve, migrate or schema`},
		{librarian, []string{"migrate", "now"}, `librarian: ["migrate" "now"] is not known; expected no argument, to serve, migrate or schema`},
		{librarian, []string{""}, `librarian: [""] is not known; expected no argument, to serve, migrate or schema`},
		{greeter, []string{"x"}, `greeter: ["x"] is not known; expected no argument, to serve`},
		{greeter, []string{"migrate"}, `greeter: ["migrate"] is not known; expected no argument, to serve`},
		{greeter, []string{"schema"}, `greeter: ["schema"] is not known; expected no argument, to serve`},
	} {
		if err := test.service.Run(t.Context(), test.arguments, nil, nil); err == nil || err.Error() != test.want {
			t.Errorf("got %v, want %s", err, test.want)
		}
	}
}

// The owner brings the schema; migrate and schema ask for the database alone.
func TestSchemaIsBroughtAndWaitedFor(t *testing.T) {
	for _, argument := range []string{"migrate", "schema"} {
		err := librarian.Run(t.Context(), []string{argument}, func(string) string { return "" }, &bytes.Buffer{})
		if err == nil || !strings.Contains(err.Error(), "PGHOST: is not set") || strings.Contains(err.Error(), "GREETING") {
			t.Errorf("%s: %v", argument, err)
		}
	}
	var log bytes.Buffer
	team := servicetest.Migrated(t, librarian)
	if err := librarian.Run(t.Context(), []string{"schema"}, team.Env(databasetest.Owner), &log); err != nil || !strings.Contains(log.String(), `"service":"librarian"`) {
		t.Errorf("got %v, and the log %s", err, &log)
	}
}
