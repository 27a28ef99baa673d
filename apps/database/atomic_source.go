package database

import (
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/golang-migrate/migrate/v4/source"
	"github.com/golang-migrate/migrate/v4/source/iofs"
)

const versionTable = "schema_migrations"

// atomicSource makes a migration and the note that it is done one transaction: a file is sent as
// one query, which PostgreSQL runs whole or not at all. So a version noted as begun was not done.
type atomicSource struct{ source.Driver }

func newAtomicSource(migrations fs.FS) (*atomicSource, error) {
	files, err := iofs.New(migrations, ".")
	return &atomicSource{files}, err
}

func (s *atomicSource) ReadUp(version uint) (io.ReadCloser, string, error) {
	file, name, err := s.Driver.ReadUp(version)
	if err != nil {
		return nil, "", err
	}
	done := strings.NewReader(fmt.Sprintf("\n;\nUPDATE %s SET dirty = false WHERE version = %d", versionTable, version))
	return struct {
		io.Reader
		io.Closer
	}{io.MultiReader(file, done), file}, name, nil
}
