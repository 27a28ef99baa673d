package databasetest

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// newFolder makes the server's folder, short enough for a socket's path.
func newFolder() (string, error) {
	folder, err := os.MkdirTemp("", "pg")
	if err != nil {
		return "", err
	}
	return folder, giveToServer(folder)
}

func runningPath(folder string) string { return filepath.Join(folder, "running") }

func (s *Server) logPath() string { return filepath.Join(s.folder, "log") }

func (s *Server) log() string {
	text, _ := os.ReadFile(s.logPath())
	return string(text)
}

func (s *Server) isInUse() bool {
	return strings.Contains(s.log(), "still in use") || strings.Contains(s.log(), "lock file")
}

func (s *Server) passFile() string { return filepath.Join(s.folder, "pgpass") }

func (s *Server) writePassFile() error {
	return os.WriteFile(s.passFile(), []byte("*:*:*:*:"+s.password+"\n"), 0o600)
}

// keep leaves a shell behind that ends the server and removes its folder when the answer is closed
// or this process ends, however it ends: the shell's standard input closes then.
func keep(folder string) (io.Closer, error) {
	keeper := exec.Command("sh", "-c",
		`trap "" INT TERM HUP; cat; if [ -f "$1/running" ]; then kill -QUIT "$(cat "$1/running")"; sleep 1; fi; rm -rf "$1"`, "sh", folder)
	alive, err := keeper.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := keeper.Start(); err != nil {
		return nil, fmt.Errorf("keeper: %w", err)
	}
	return keeperOf{alive, keeper}, nil
}

type keeperOf struct {
	alive io.Closer
	shell *exec.Cmd
}

// Close waits until the folder is gone.
func (k keeperOf) Close() error { return errors.Join(k.alive.Close(), k.shell.Wait()) }
