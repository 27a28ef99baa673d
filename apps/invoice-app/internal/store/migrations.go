package store

import (
	"embed"
	"io/fs"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations make the table and its first three invoices; database.Migrate runs them as the
// database's owner.
func Migrations() fs.FS {
	folder, err := fs.Sub(files, "migrations")
	if err != nil {
		panic(err)
	}
	return folder
}
