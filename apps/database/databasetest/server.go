// Package databasetest starts real PostgreSQL servers for tests.
package databasetest

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Roles as in a team's database: Owner owns the database and all in it, Service may do what the
// migrations grant. Superuser is for the tests alone and connects by the socket.
const (
	Owner     = "owner"
	Service   = "service"
	Superuser = "postgres"
)

const readyDeadline = 60 * time.Second

// Server is a PostgreSQL on a free port of 127.0.0.1, with scram passwords, durable as in
// production. It keeps its data and its port from Stop or Kill to Start.
type Server struct {
	folder   string
	port     int
	password string
	options  []string
	process  *exec.Cmd
	ended    chan struct{}
	keeper   io.Closer
}

// Start starts a server of the test's own; the test's end stops it and removes its data. Options
// are PostgreSQL settings such as "max_connections=10".
func Start(t testing.TB, options ...string) *Server {
	t.Helper()
	server, err := start(options)
	if err != nil {
		t.Fatalf("databasetest: %v", err)
	}
	t.Cleanup(func() {
		if server.process != nil {
			server.end(t, syscall.SIGQUIT)
		}
		server.keeper.Close()
	})
	return server
}

var shared = sync.OnceValues(func() (*Server, error) { return start(nil) })

// Shared is one server for the whole test binary: take a NewDatabase of it, and do not stop it.
func Shared(t testing.TB) *Server {
	t.Helper()
	server, err := shared()
	if err != nil {
		t.Fatalf("databasetest: %v", err)
	}
	return server
}

func start(options []string) (*Server, error) {
	folder, err := newFolder()
	if err != nil {
		return nil, err
	}
	server := &Server{folder: folder, password: rand.Text(), options: options}
	if server.keeper, err = keep(folder); err != nil {
		return nil, err
	}
	if err := server.writePassFile(); err != nil {
		return nil, err
	}
	if err := initialise(server.data()); err != nil {
		return nil, err
	}
	if server.port, err = freePort(); err != nil {
		return nil, err
	}
	if err := server.run(); err != nil {
		return nil, err
	}
	admin, err := server.connect("postgres")
	if err != nil {
		return nil, err
	}
	defer admin.Close(context.Background())
	for _, role := range []string{Owner, Service} {
		if _, err := admin.Exec(context.Background(), fmt.Sprintf("CREATE ROLE %s LOGIN PASSWORD '%s'", role, server.password)); err != nil {
			return nil, err
		}
	}
	_, err = admin.Exec(context.Background(), "CREATE DATABASE team OWNER owner")
	return server, err
}

// Port on 127.0.0.1.
func (s *Server) Port() int { return s.port }

func (s *Server) data() string { return filepath.Join(s.folder, "data") }

// run starts the program and waits until it answers. The children of a killed server may still
// hold its memory for a moment, so one that ends at once is started again.
func (s *Server) run() error {
	deadline := time.Now().Add(readyDeadline)
	for {
		err := s.runOnce(deadline)
		if err == nil || time.Now().After(deadline) || !s.isInUse() {
			return err
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func (s *Server) runOnce(deadline time.Time) error {
	arguments := []string{
		"-D", s.data(), "-p", strconv.Itoa(s.port),
		"-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=" + s.folder,
	}
	for _, option := range s.options {
		arguments = append(arguments, "-c", option)
	}
	log, err := os.Create(s.logPath())
	if err != nil {
		return err
	}
	defer log.Close()
	process, err := command("postgres", arguments...)
	if err != nil {
		return err
	}
	process.Stdout, process.Stderr = log, log
	if err := process.Start(); err != nil {
		return err
	}
	if err := os.WriteFile(runningPath(s.folder), []byte(strconv.Itoa(process.Process.Pid)), 0o600); err != nil {
		return err
	}
	ended := make(chan struct{})
	go func() {
		process.Wait()
		os.Remove(runningPath(s.folder))
		close(ended)
	}()
	s.process, s.ended = process, ended
	for {
		connection, err := s.connect("postgres")
		if err == nil {
			return connection.Close(context.Background())
		}
		select {
		case <-ended:
			s.process = nil
			return fmt.Errorf("postgres ended: %s", s.log())
		case <-time.After(20 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("postgres does not answer: %w: %s", err, s.log())
		}
	}
}
