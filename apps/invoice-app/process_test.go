package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// process is a service in a process of its own, built from its source.
type process struct {
	command *exec.Cmd
	url     string
	log     *bytes.Buffer
	logRead chan struct{}
}

func build(t *testing.T, folder string) (program string) {
	t.Helper()
	program = filepath.Join(t.TempDir(), "service")
	command := exec.CommandContext(t.Context(), "go", "build", "-C", folder, "-buildvcs=false", "-o", program, ".")
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("build %s: %v\n%s", folder, err, out)
	}
	return program
}

// start runs program until it says where it listens.
func start(t *testing.T, program string, env ...string) *process {
	t.Helper()
	p := &process{command: exec.CommandContext(t.Context(), program), log: &bytes.Buffer{}, logRead: make(chan struct{})}
	p.command.Env = env
	stdout, err := p.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.command.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(stdout)
	var first struct{ Msg, Address string }
	line, err := lines.ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, &first)
	}
	if err != nil || first.Msg != "listening" {
		t.Fatalf("%s began with %q, %v", program, line, err)
	}
	_, port, err := net.SplitHostPort(first.Address)
	if err != nil {
		t.Fatal(err)
	}
	p.url = "http://127.0.0.1:" + port
	go func() {
		defer close(p.logRead)
		io.Copy(p.log, lines)
	}()
	return p
}

// stop tells the process to end, waits for it, and returns what it logged.
func (p *process) stop(t *testing.T) (log string) {
	t.Helper()
	if err := p.command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Error(err)
	}
	<-p.logRead
	if err := p.command.Wait(); err != nil {
		t.Errorf("%s ended with %v", p.command.Path, err)
	}
	return p.log.String()
}
