package database

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func environment(t *testing.T, changes map[string]string) func(string) string {
	t.Helper()
	passFile := filepath.Join(t.TempDir(), "pgpass")
	if err := os.WriteFile(passFile, []byte("*:*:*:*:secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	variables := map[string]string{
		"PGHOST": "payments-database", "PGPORT": "5432", "PGDATABASE": "payments", "PGUSER": "service",
		"PGSSLMODE": "disable", "PGPASSFILE": passFile,
	}
	maps.Copy(variables, changes)
	return func(name string) string { return variables[name] }
}

func TestReadSettings(t *testing.T) {
	tests := map[string]struct {
		changes map[string]string
		want    Settings
	}{
		"defaults": {nil, Settings{Host: "payments-database", Port: 5432, Database: "payments", User: "service", SSLMode: "disable", MaxConnections: 8}},
		"all": {map[string]string{"PGSSLMODE": "verify-full", "PGSSLROOTCERT": os.Args[0], "DATABASE_MAX_CONNECTIONS": "100"},
			Settings{Host: "payments-database", Port: 5432, Database: "payments", User: "service", SSLMode: "verify-full", SSLRootCert: os.Args[0], MaxConnections: 100}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			getenv := environment(t, test.changes)
			test.want.PassFile = getenv("PGPASSFILE")
			got, err := ReadSettings(getenv)
			if err != nil || got != test.want {
				t.Errorf("got %+v, %v; want %+v", got, err, test.want)
			}
		})
	}
}

func TestReadSettingsNamesEveryFault(t *testing.T) {
	tests := map[string]struct {
		changes map[string]string
		want    []string
	}{
		"nothing set": {map[string]string{"PGHOST": "", "PGPORT": "", "PGDATABASE": "", "PGUSER": "", "PGSSLMODE": "", "PGPASSFILE": ""},
			[]string{"PGHOST: is not set", "PGPORT: is not set", "PGDATABASE: is not set", "PGUSER: is not set", "PGSSLMODE: is not set", "PGPASSFILE: is not set"}},
		"port is a word":        {map[string]string{"PGPORT": "postgres"}, []string{`PGPORT: "postgres" is not a number from 1 to 65535`}},
		"port too high":         {map[string]string{"PGPORT": "65536"}, []string{`PGPORT: "65536"`}},
		"no connections":        {map[string]string{"DATABASE_MAX_CONNECTIONS": "0"}, []string{`DATABASE_MAX_CONNECTIONS: "0" is not a number from 1 to 100`}},
		"too many connections":  {map[string]string{"DATABASE_MAX_CONNECTIONS": "101"}, []string{`DATABASE_MAX_CONNECTIONS: "101"`}},
		"unknown mode":          {map[string]string{"PGSSLMODE": "on"}, []string{`PGSSLMODE: "on" is not known; expected one of disable`}},
		"no such password file": {map[string]string{"PGPASSFILE": "/absent"}, []string{"PGPASSFILE: cannot be read: open /absent"}},
		"no such certificates":  {map[string]string{"PGSSLROOTCERT": "/absent"}, []string{"PGSSLROOTCERT: cannot be read: open /absent"}},
		"a password":            {map[string]string{"PGPASSWORD": "hush"}, []string{"PGPASSWORD: is set; a password belongs in the file"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := ReadSettings(environment(t, test.changes))
			if err == nil || got != (Settings{}) {
				t.Fatalf("got %+v, %v", got, err)
			}
			for _, part := range test.want {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("error %q lacks %q", err, part)
				}
			}
			if strings.Contains(err.Error(), "hush") {
				t.Error("the password is in the error")
			}
		})
	}
}

func TestConnectionTakesWordsAsTheyAre(t *testing.T) {
	settings, err := ReadSettings(environment(t, map[string]string{"PGDATABASE": `a' b\c`, "PGUSER": "x sslmode=require"}))
	if err != nil {
		t.Fatal(err)
	}
	config, err := settings.connection("test")
	if err != nil || config.Database != `a' b\c` || config.User != "x sslmode=require" || config.TLSConfig != nil || config.Password != "secret" {
		t.Errorf("got %+v, %v", config, err)
	}
}
