package ledger

import "embed"

// Migrations make the ledger's table; database.Migrate runs them as the database's owner.
//
//go:embed migrations/*.sql
var Migrations embed.FS
