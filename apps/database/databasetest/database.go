package databasetest

import (
	"context"
	"crypto/rand"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

// Database is one of a server's databases.
type Database struct {
	Name   string
	server *Server
}

// NewDatabase makes an empty database that only this test uses; it belongs to Owner.
func (s *Server) NewDatabase(t testing.TB) *Database {
	t.Helper()
	database := &Database{"test_" + strings.ToLower(rand.Text()), s}
	admin, err := s.connect("postgres")
	if err != nil {
		t.Fatalf("databasetest: %v", err)
	}
	defer admin.Close(context.Background())
	if _, err := admin.Exec(t.Context(), fmt.Sprintf("CREATE DATABASE %s OWNER %s", database.Name, Owner)); err != nil {
		t.Fatalf("databasetest: %v", err)
	}
	return database
}

// Env is what a service reads to use the database "team" as role, which is Owner or Service.
func (s *Server) Env(role string) func(string) string { return (&Database{"team", s}).Env(role) }

// Connect connects to the database "team" as role, for the test to look at it by itself.
func (s *Server) Connect(t testing.TB, role string) *pgx.Conn {
	t.Helper()
	return (&Database{"team", s}).Connect(t, role)
}

// Env is what a service reads to use the database as role, which is Owner or Service.
func (d *Database) Env(role string) func(string) string {
	variables := d.Variables(role)
	return func(name string) string { return variables[name] }
}

// Variables are Env's, for a process.
func (d *Database) Variables(role string) map[string]string {
	return map[string]string{
		"PGHOST": "127.0.0.1", "PGPORT": strconv.Itoa(d.server.port), "PGDATABASE": d.Name, "PGUSER": role,
		"PGSSLMODE": "disable", "PGPASSFILE": d.server.passFile(),
	}
}

// Connect connects to the database as role, also as Superuser, until the test ends.
func (d *Database) Connect(t testing.TB, role string) *pgx.Conn {
	t.Helper()
	connection, err := pgx.Connect(t.Context(), fmt.Sprintf("host=%s port=%d dbname=%s user=%s sslmode=disable",
		d.server.folder, d.server.port, d.Name, role))
	if err != nil {
		t.Fatalf("databasetest: %v", err)
	}
	t.Cleanup(func() { connection.Close(context.Background()) })
	return connection
}

// Variables are those of the database "team".
func (s *Server) Variables(role string) map[string]string {
	return (&Database{"team", s}).Variables(role)
}
