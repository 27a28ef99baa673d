// Package store keeps entries in PostgreSQL.
package store

import (
	"context"
	"embed"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Migrations make the table; database.Migrate runs them as the database's owner.
//
//go:embed migrations/*.sql
var Migrations embed.FS

// Entry is one row.
type Entry struct {
	Text   string
	MadeAt time.Time
}

// Store finds entries. Its methods may be called at the same time; an error is the database's.
type Store struct{ pool *pgxpool.Pool }

// New finds entries in pool's database, which has the Migrations.
func New(pool *pgxpool.Pool) *Store { return &Store{pool} }

// Newest lists the newest entries first, at most as many.
func (s *Store) Newest(ctx context.Context, most int) ([]Entry, error) {
	rows, err := s.pool.Query(ctx, "SELECT text, made_at FROM entries ORDER BY position DESC LIMIT $1", most)
	if err != nil {
		return nil, fmt.Errorf("newest entries: %w", err)
	}
	entries, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Entry])
	if err != nil {
		return nil, fmt.Errorf("newest entries: %w", err)
	}
	return entries, nil
}
