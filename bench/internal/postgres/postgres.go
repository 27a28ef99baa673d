// Package postgres starts a database server of a team's own for a measurement, set up as the
// cluster's: durable, with the roles `owner` and `service`.
package postgres

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"sre-challenge/bench/internal/loopback"
)

const startWait = 30 * time.Second

// Server is one running server with one database of its team's name.
type Server struct {
	team   string
	folder string
	port   int
	server *exec.Cmd
}

// Start makes a new server below folder, which the server's user must be able to enter, and waits
// until it answers.
func Start(ctx context.Context, folder, team string) (*Server, error) {
	programs, err := findPrograms()
	if err != nil {
		return nil, err
	}
	s := &Server{team: team, folder: filepath.Join(folder, team)}
	if err := os.Mkdir(s.folder, 0o700); err != nil {
		return nil, err
	}
	user, err := serverUser(s.folder)
	if err != nil {
		return nil, err
	}
	data := filepath.Join(s.folder, "data")
	initdb := exec.CommandContext(ctx, filepath.Join(programs, "initdb"), "--pgdata", data, "--username=postgres",
		"--auth-local=trust", "--auth-host=scram-sha-256", "--encoding=UTF8", "--no-locale")
	initdb.Dir, initdb.SysProcAttr = s.folder, user
	if said, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w\n%s", err, said)
	}
	if s.port, err = loopback.FreePort(); err != nil {
		return nil, err
	}
	log, err := os.Create(filepath.Join(s.folder, "log"))
	if err != nil {
		return nil, err
	}
	defer func() { _ = log.Close() }()
	// Every setting that durability hangs on keeps its default, which is on.
	s.server = exec.Command(filepath.Join(programs, "postgres"), "-D", data, "-p", strconv.Itoa(s.port),
		"-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="+s.folder)
	s.server.Dir, s.server.Stdout, s.server.Stderr, s.server.SysProcAttr = s.folder, log, log, user
	if err := s.server.Start(); err != nil {
		return nil, err
	}
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}

// Stop shuts the server down and waits for its end; its files stay.
func (s *Server) Stop() error {
	if err := s.server.Process.Signal(syscall.SIGINT); err != nil {
		return err
	}
	return s.server.Wait()
}

// Env is what a service reads to reach the database as a role.
func (s *Server) Env(role string) []string {
	return []string{
		"PGHOST=127.0.0.1", "PGPORT=" + strconv.Itoa(s.port), "PGDATABASE=" + s.team, "PGUSER=" + role,
		"PGSSLMODE=disable", "PGPASSFILE=" + s.passFile(role),
	}
}

// Connect opens a connection as the server's superuser.
func (s *Server) Connect(ctx context.Context, database string) (*pgx.Conn, error) {
	return pgx.Connect(ctx, fmt.Sprintf("host=%s port=%d user=postgres database=%s", s.folder, s.port, database))
}

// PID is the process id of the server, whose children serve the connections.
func (s *Server) PID() int { return s.server.Process.Pid }

func (s *Server) passFile(role string) string { return filepath.Join(s.folder, role+".pgpass") }

func (s *Server) prepare(ctx context.Context) error {
	connection, err := s.awaitConnection(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = connection.Close(ctx) }()
	for _, role := range []string{"owner", "service"} {
		password := rand.Text()
		if err := os.WriteFile(s.passFile(role), []byte("*:*:*:*:"+password+"\n"), 0o600); err != nil {
			return err
		}
		if _, err := connection.Exec(ctx, fmt.Sprintf("CREATE ROLE %s LOGIN PASSWORD '%s'", role, password)); err != nil {
			return err
		}
	}
	_, err = connection.Exec(ctx, fmt.Sprintf("CREATE DATABASE %s OWNER owner", s.team))
	return err
}

func (s *Server) awaitConnection(ctx context.Context) (*pgx.Conn, error) {
	bounded, cancel := context.WithTimeout(ctx, startWait)
	defer cancel()
	for {
		connection, err := s.Connect(bounded, "postgres")
		if err == nil {
			return connection, nil
		}
		select {
		case <-bounded.Done():
			said, _ := os.ReadFile(filepath.Join(s.folder, "log"))
			return nil, fmt.Errorf("PostgreSQL does not answer: %w\n%s", err, said)
		case <-time.After(100 * time.Millisecond):
		}
	}
}
