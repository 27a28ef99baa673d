package store

import "embed"

// Migrations make the table and its first three invoices; database.Migrate runs them as the
// database's owner.
//
//go:embed migrations/*.sql
var Migrations embed.FS
