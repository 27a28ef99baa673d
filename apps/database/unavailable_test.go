package database

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"sre-challenge/apps/database/databasetest"
)

func TestIsUnavailable(t *testing.T) {
	state := func(code string) error { return fmt.Errorf("query: %w", &pgconn.PgError{Code: code}) }
	tests := map[string]struct {
		err  error
		want bool
	}{
		"none":                   {nil, false},
		"ours":                   {errors.New("no such invoice"), false},
		"caller went away":       {context.Canceled, false},
		"deadline":               {fmt.Errorf("query: %w", context.DeadlineExceeded), true},
		"cut off":                {fmt.Errorf("query: %w", io.ErrUnexpectedEOF), true},
		"connection failure":     {state("08006"), true},
		"disk full":              {state("53100"), true},
		"too many connections":   {state("53300"), true},
		"shutting down":          {state("57P01"), true},
		"crashed":                {state("57P02"), true},
		"starting up":            {state("57P03"), true},
		"statement timeout":      {state("57014"), true},
		"being restored":         {state("3D000"), true},
		"read-only":              {state("25006"), true},
		"unique violation":       {state("23505"), false},
		"check violation":        {state("23514"), false},
		"no permission":          {state("42501"), false},
		"syntax error":           {state("42601"), false},
		"password of before":     {state("28P01"), true},
		"value is out of range":  {state("22003"), false},
		"text cannot be decoded": {state("22021"), false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := IsUnavailable(test.err); got != test.want {
				t.Errorf("%v: got %v", test.err, got)
			}
		})
	}
}

func TestSlowStatementIsUnavailable(t *testing.T) {
	pool := openPool(t, settingsOf(t, databasetest.Shared(t).NewDatabase(t).Env(databasetest.Service)))
	connection, err := pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Release()
	if _, err := connection.Exec(t.Context(), "SET statement_timeout = 10"); err != nil {
		t.Fatal(err)
	}
	if _, err := connection.Exec(t.Context(), "SELECT pg_sleep(60)"); !IsUnavailable(err) {
		t.Errorf("got %v", err)
	}
}
