// Package database connects a service to its team's PostgreSQL: settings from the environment, a
// pool, migrations, and which errors mean that the database is away rather than that we are wrong.
package database

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
)

const (
	defaultMaxConnections = 8
	maxMaxConnections     = 100
)

var sslModes = []string{"disable", "allow", "prefer", "require", "verify-ca", "verify-full"}

// Settings say which database, as whom. They hold no password, only the file that does.
type Settings struct {
	// Host is a name, an address, or the folder of a unix socket. From PGHOST.
	Host string
	// Port from PGPORT.
	Port int
	// Database from PGDATABASE.
	Database string
	// User from PGUSER.
	User string
	// SSLMode is one of libpq's. From PGSSLMODE, which has no default: it is a decision.
	SSLMode string
	// SSLRootCert is a file of CA certificates, or "". From PGSSLROOTCERT.
	SSLRootCert string
	// PassFile has libpq's format, host:port:database:user:password. From PGPASSFILE.
	PassFile string
	// MaxConnections of the pool. From DATABASE_MAX_CONNECTIONS, default 8.
	MaxConnections int
}

// ReadSettings reads the environment; the error names every wrong variable, its value and what is
// expected. A password in the environment is refused, since every child and every dump would have it.
func ReadSettings(getenv func(string) string) (Settings, error) {
	var faults []error
	required := func(name, expected string) string {
		value := getenv(name)
		if value == "" {
			faults = append(faults, fmt.Errorf("%s: is not set; expected %s", name, expected))
		}
		return value
	}
	settings := Settings{
		Host:        required("PGHOST", "the database's host name, such as payments-database"),
		Database:    required("PGDATABASE", "the database's name"),
		User:        required("PGUSER", "the role to connect as"),
		SSLMode:     required("PGSSLMODE", "one of "+strings.Join(sslModes, ", ")),
		PassFile:    required("PGPASSFILE", "the path of a file with *:*:*:*:PASSWORD"),
		SSLRootCert: getenv("PGSSLROOTCERT"),
	}
	var portErr, connectionsErr error
	settings.Port, portErr = readNumber("PGPORT", required("PGPORT", "the database's port, such as 5432"), 0, 65535)
	settings.MaxConnections, connectionsErr = readNumber("DATABASE_MAX_CONNECTIONS",
		getenv("DATABASE_MAX_CONNECTIONS"), defaultMaxConnections, maxMaxConnections)
	faults = append(faults, portErr, connectionsErr, checkFile("PGPASSFILE", settings.PassFile), checkFile("PGSSLROOTCERT", settings.SSLRootCert))
	if settings.SSLMode != "" && !slices.Contains(sslModes, settings.SSLMode) {
		faults = append(faults, fmt.Errorf("PGSSLMODE: %q is not known; expected one of %s", settings.SSLMode, strings.Join(sslModes, ", ")))
	}
	if getenv("PGPASSWORD") != "" {
		faults = append(faults, errors.New("PGPASSWORD: is set; a password belongs in the file that PGPASSFILE names"))
	}
	if err := errors.Join(faults...); err != nil {
		return Settings{}, err
	}
	return settings, nil
}

func readNumber(name, text string, unset, maximum int) (int, error) {
	if text == "" {
		return unset, nil
	}
	number, err := strconv.Atoi(text)
	if err != nil || number < 1 || number > maximum {
		return 0, fmt.Errorf("%s: %q is not a number from 1 to %d", name, text, maximum)
	}
	return number, nil
}

func checkFile(name, path string) error {
	if path == "" {
		return nil
	}
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("%s: cannot be read: %w; mount the file or correct the path", name, err)
	}
	return file.Close()
}
