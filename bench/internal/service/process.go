// Package service builds and runs the real programs of the two services.
package service

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"sre-challenge/bench/internal/loopback"
)

const (
	readyWait = 30 * time.Second
	stopWait  = 40 * time.Second
)

// Build compiles a service as its image has it, below folder, and returns the program's path.
// apps is the folder of all services' sources.
func Build(ctx context.Context, apps, name, folder string) (string, error) {
	program := filepath.Join(folder, name)
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w -buildid=", "-o", program, ".")
	build.Dir = filepath.Join(apps, name)
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if said, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build %s: %w\n%s", name, err, said)
	}
	return program, nil
}

// Migrate runs the program's subcommand that brings its database up to date.
func Migrate(ctx context.Context, program string, env []string) error {
	migrate := exec.CommandContext(ctx, program, "migrate")
	migrate.Env = env
	if said, err := migrate.CombinedOutput(); err != nil {
		return fmt.Errorf("%s migrate: %w\n%s", filepath.Base(program), err, said)
	}
	return nil
}

// Process is one running service.
type Process struct {
	// Address is host:port.
	Address string
	name    string
	command *exec.Cmd
	ended   chan error
	log     string
}

// Start runs a program on a free port of the loopback address, with no environment but env, and
// waits until it is ready. What it logs goes into a file beside it.
func Start(ctx context.Context, program string, env []string) (*Process, error) {
	port, err := loopback.FreePort()
	if err != nil {
		return nil, err
	}
	p := &Process{
		Address: net.JoinHostPort("127.0.0.1", strconv.Itoa(port)),
		name:    filepath.Base(program),
		command: exec.Command(program),
		ended:   make(chan error, 1),
		log:     program + ".log",
	}
	log, err := os.Create(p.log)
	if err != nil {
		return nil, err
	}
	defer func() { _ = log.Close() }()
	p.command.Env = append([]string{"PORT=" + strconv.Itoa(port), "METRICS_PORT=0", "DRAIN_DELAY=0s"}, env...)
	p.command.Stdout, p.command.Stderr = log, log
	if err := p.command.Start(); err != nil {
		return nil, err
	}
	go func() { p.ended <- p.command.Wait() }()
	if err := p.awaitReady(ctx); err != nil {
		return nil, errors.Join(err, p.Stop())
	}
	return p, nil
}

// PID is the process id.
func (p *Process) PID() int { return p.command.Process.Pid }

// Stop asks the service to end and waits for it; one that does not end in time is killed.
func (p *Process) Stop() error {
	_ = p.command.Process.Signal(syscall.SIGTERM)
	select {
	case err := <-p.ended:
		return err
	case <-time.After(stopWait):
		_ = p.command.Process.Kill()
		return fmt.Errorf("%s did not end within %s: %w", p.name, stopWait, <-p.ended)
	}
}

func (p *Process) awaitReady(ctx context.Context) error {
	bounded, cancel := context.WithTimeout(ctx, readyWait)
	defer cancel()
	for {
		request, err := http.NewRequestWithContext(bounded, http.MethodGet, "http://"+p.Address+"/readyz", nil)
		if err != nil {
			return err
		}
		answer, err := http.DefaultClient.Do(request)
		if err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-bounded.Done():
			said, _ := os.ReadFile(p.log)
			return fmt.Errorf("%s is not ready: %w\n%s", p.name, bounded.Err(), said)
		case <-time.After(50 * time.Millisecond):
		}
	}
}
