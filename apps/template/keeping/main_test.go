package main

import (
	"encoding/json"
	"errors"
	"io"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"sre-challenge/apps/database/databasetest"
	"sre-challenge/apps/httpservice/httpservicetest"
	"sre-challenge/apps/httpservice/openapitest"
	"sre-challenge/apps/service/servicetest"
)

const path = "/template-keeping"

func TestAnswersAsDocumented(t *testing.T) {
	team := servicetest.Migrated(t, program)
	working := servicetest.Start(t, program, team.Variables(databasetest.Service))
	noTable := servicetest.Start(t, program, databasetest.Shared(t).NewDatabase(t).Variables(databasetest.Service))
	noDatabase := servicetest.Start(t, program, team.Variables(databasetest.Service), map[string]string{"PGPORT": "1"})
	_, text := httpservicetest.Get(t, working.URL+"/openapi.json")
	document := openapitest.Read(t, text)
	for address, want := range map[string]int{
		working.URL + path:            200,
		noTable.URL + path:            500,
		noDatabase.URL + path:         503,
		working.URL + "/openapi.json": 200,
		working.URL + "/openapi.html": 200,
		working.URL + "/healthz":      200,
		working.URL + "/readyz":       200,
	} {
		response, body := httpservicetest.Get(t, address)
		if response.StatusCode != want {
			t.Errorf("%s: %d %s; want %d", address, response.StatusCode, body, want)
		}
		document.Check(t, nil, response, body)
	}
	// What is answered only by a service that ends.
	if unseen := document.Unseen(); !slices.Equal(unseen, []string{"GET /readyz 503"}) {
		t.Errorf("documented, but not answered: %v", unseen)
	}
}

func TestListsTheNewestFirst(t *testing.T) {
	team := servicetest.Migrated(t, program)
	connection := team.Connect(t, databasetest.Service)
	for _, text := range []string{"first", "second"} {
		if _, err := connection.Exec(t.Context(), "INSERT INTO entries (text) VALUES ($1)", text); err != nil {
			t.Fatal(err)
		}
	}
	_, body := httpservicetest.Get(t, servicetest.Start(t, program, team.Variables(databasetest.Service)).URL+path)
	var answer struct{ Entries []struct{ Text string } }
	if err := json.Unmarshal(body, &answer); err != nil || len(answer.Entries) != 2 || answer.Entries[0].Text != "second" {
		t.Errorf("got %s, %v", body, err)
	}
}

func TestTheServiceMayAddButNeitherChangeNorRemove(t *testing.T) {
	connection := servicetest.Migrated(t, program).Connect(t, databasetest.Service)
	for _, statement := range []string{
		"UPDATE entries SET text = 'x'", "DELETE FROM entries", "TRUNCATE entries", "UPDATE schema_migrations SET version = 99",
	} {
		_, err := connection.Exec(t.Context(), statement)
		if refusal, ok := errors.AsType[*pgconn.PgError](err); !ok || refusal.Code != "42501" {
			t.Errorf("%s: %v", statement, err)
		}
	}
}

func TestTheSchemaIsThereOnceItWasMigrated(t *testing.T) {
	team := servicetest.Migrated(t, program)
	if err := program.Run(t.Context(), []string{"schema"}, team.Env(databasetest.Service), io.Discard); err != nil {
		t.Error(err)
	}
}

func TestThePageShowsEveryOperation(t *testing.T) {
	team := servicetest.Migrated(t, program)
	s := servicetest.Start(t, program, team.Variables(databasetest.Service))
	_, document := httpservicetest.Get(t, s.URL+"/openapi.json")
	_, page := httpservicetest.Get(t, s.URL+"/openapi.html")
	openapitest.CheckPage(t, document, page)
}
