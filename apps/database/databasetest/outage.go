package databasetest

import (
	"syscall"
	"testing"
)

// Start starts a server that was stopped or killed, on the same port, and waits until it answers.
func (s *Server) Start(t testing.TB) {
	t.Helper()
	if err := s.run(); err != nil {
		t.Fatalf("databasetest: %v", err)
	}
}

// Stop ends the server in order: sessions are ended, what was committed is written.
func (s *Server) Stop(t testing.TB) { t.Helper(); s.end(t, syscall.SIGINT) }

// Kill ends the server as a loss of power would, for all but the disk: also the processes of its
// sessions, which would go on for a while.
func (s *Server) Kill(t testing.TB) {
	t.Helper()
	// Stopped, it starts no more of them.
	if err := s.process.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Errorf("databasetest: %v", err)
	}
	sessions, err := children(s.process.Process.Pid)
	if err != nil {
		t.Errorf("databasetest: %v", err)
	}
	s.end(t, syscall.SIGKILL)
	for _, session := range sessions {
		// One may have ended by itself.
		_ = syscall.Kill(session, syscall.SIGKILL)
	}
}

func (s *Server) end(t testing.TB, signal syscall.Signal) {
	t.Helper()
	if err := s.process.Process.Signal(signal); err != nil {
		t.Errorf("databasetest: %v", err)
	}
	<-s.ended
	s.process = nil
}
