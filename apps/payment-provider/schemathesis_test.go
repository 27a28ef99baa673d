//go:build schemathesis

package main

import (
	"testing"

	"sre-challenge/apps/database/databasetest"
	"sre-challenge/apps/httpservice/openapitest"
)

func TestBySchemathesis(t *testing.T) {
	team := migrated(t)
	openapitest.Fuzz(t, start(t, team.Variables(databasetest.Service)).URL)
	// One is the document's example.
	if rows := countPayments(t, team); rows < 2 {
		t.Errorf("%d payments were made", rows)
	}
}
