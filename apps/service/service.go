// Package service is the skeleton of every service here: it checks all settings before anything starts,
// makes what each service is made with, and serves, or brings the service's database up to date.
package service

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"

	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/identity"
)

// Service is a program that serves HTTP, over a database of its own or over none.
type Service struct {
	// Name is what logs, traces and the database call it.
	Name string
	// DefaultPort is listened on where PORT is not set.
	DefaultPort int
	// Migrations of its database, as database.Migrate takes them. nil is a service without one, which
	// knows no migrate and no schema.
	Migrations fs.FS
	// Callers reads by what callers are known: identity.ReadSubjectSettings or ReadRightSettings.
	Callers func(getenv func(string) string) (*identity.Settings, error)
	// Configure reads the service's own settings and returns what serves by them. The error names every
	// wrong variable, its value and what is expected.
	Configure func(getenv func(string) string) (Serve, error)
}

// Serve makes the service's endpoints and has Parts.Run serve them, until ctx is done.
type Serve func(ctx context.Context, parts Parts) error

// Main runs the service by the program's arguments and ends the process, as httpservice.Main does.
func (s Service) Main() {
	httpservice.Main(func(ctx context.Context, getenv func(string) string, stdout io.Writer) error {
		return s.Run(ctx, os.Args[1:], getenv, stdout)
	})
}

// Run serves where there is no argument. With a database, migrate brings it up to date, as its owner, and
// schema waits until it is, as the service. Other arguments are an error, as is every wrong variable: all
// are named at once, and nothing is started.
func (s Service) Run(ctx context.Context, arguments []string, getenv func(string) string, stdout io.Writer) error {
	is := func(argument string) bool {
		return s.Migrations != nil && slices.Equal(arguments, []string{argument})
	}
	switch {
	case len(arguments) == 0:
		return s.serve(ctx, getenv, stdout)
	case is("migrate"):
		return s.migrate(ctx, getenv, stdout)
	case is("schema"):
		return s.awaitSchema(ctx, getenv, stdout)
	}
	expected := "no argument, to serve"
	if s.Migrations != nil {
		expected += ", migrate or schema"
	}
	return fmt.Errorf("%s: %q is not known; expected %s", s.Name, arguments, expected)
}
