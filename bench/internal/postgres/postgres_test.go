package postgres

import (
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

// A folder that the server's own user can enter, which t.TempDir is not.
func openFolder(t *testing.T) string {
	folder, err := os.MkdirTemp("", "bench-postgres-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	if err := os.Chmod(folder, 0o711); err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestTheOwnerMakesTablesInADurableDatabase(t *testing.T) {
	ctx := t.Context()
	server, err := Start(ctx, openFolder(t), "invoices")
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	}()
	for _, pair := range server.Env("owner") {
		name, value, _ := strings.Cut(pair, "=")
		t.Setenv(name, value)
	}
	connection, err := pgx.Connect(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = connection.Close(ctx) }()
	if _, err := connection.Exec(ctx, "CREATE TABLE things (id text)"); err != nil {
		t.Error(err)
	}
	for _, setting := range []string{"fsync", "synchronous_commit", "full_page_writes"} {
		var value string
		if err := connection.QueryRow(ctx, "SELECT current_setting($1)", setting).Scan(&value); err != nil || value != "on" {
			t.Errorf("%s is %q, %v; expected on", setting, value, err)
		}
	}
}
