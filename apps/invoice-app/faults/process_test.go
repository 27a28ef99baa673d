// Package faults breaks every arrow between the two services and their databases, by real
// processes, and sees that no payment is lost, made twice or stuck.
package faults

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"testing"
)

const providerSource = "../../payment-provider"

var builtPrograms struct {
	mutex  sync.Mutex
	folder string
	paths  map[string]string
}

func TestMain(m *testing.M) {
	folder, err := os.MkdirTemp("", "faults")
	if err != nil {
		panic(err)
	}
	builtPrograms.folder, builtPrograms.paths = folder, map[string]string{}
	status := m.Run()
	os.RemoveAll(folder)
	os.Exit(status)
}

// build returns the program of the source's folder, built once for each set of flags.
func build(t *testing.T, source string, flags ...string) string {
	t.Helper()
	builtPrograms.mutex.Lock()
	defer builtPrograms.mutex.Unlock()
	key := fmt.Sprint(source, flags)
	if path, found := builtPrograms.paths[key]; found {
		return path
	}
	path := filepath.Join(builtPrograms.folder, fmt.Sprint("program", len(builtPrograms.paths)))
	arguments := append([]string{"build", "-C", source, "-buildvcs=false", "-o", path}, flags...)
	if out, err := exec.Command("go", append(arguments, ".")...).CombinedOutput(); err != nil {
		t.Fatalf("build %s: %v\n%s", source, err, out)
	}
	builtPrograms.paths[key] = path
	return path
}

// process is a service that runs.
type process struct {
	command *exec.Cmd
	url     string
	log     bytes.Buffer
	ended   chan struct{}
}

func environment(variables map[string]string) (list []string) {
	for _, name := range slices.Sorted(maps.Keys(variables)) {
		list = append(list, name+"="+variables[name])
	}
	return list
}

func migrate(t *testing.T, program string, variables map[string]string) {
	t.Helper()
	command := exec.CommandContext(t.Context(), program, "migrate")
	command.Env = environment(variables)
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("migrate: %v\n%s", err, out)
	}
}

// start runs program until it listens; the test's end kills it.
func start(t *testing.T, program string, variables map[string]string) *process {
	t.Helper()
	own := maps.Clone(variables)
	maps.Copy(own, map[string]string{"PORT": "0", "METRICS_PORT": "0", "DRAIN_DELAY": "0s"})
	p := &process{command: exec.Command(program), ended: make(chan struct{})}
	p.command.Env, p.command.Stderr = environment(own), os.Stderr
	stdout, err := p.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		p.end(syscall.SIGKILL)
		if t.Failed() {
			t.Logf("%s logged:\n%s", program, tail(p.log.String(), 3000))
		}
	})
	lines := bufio.NewReader(stdout)
	for p.url == "" {
		text, err := lines.ReadBytes('\n')
		var line struct{ Msg, Address string }
		if err == nil {
			err = json.Unmarshal(text, &line)
		}
		if err != nil {
			t.Fatalf("%s said %q, %v", program, text, err)
		}
		if _, port, err := net.SplitHostPort(line.Address); err == nil && line.Msg == "listening" {
			p.url = "http://127.0.0.1:" + port
		}
	}
	go func() {
		io.Copy(&p.log, lines)
		p.command.Wait()
		close(p.ended)
	}()
	return p
}

// end sends a signal and waits for the end; again it does nothing.
func (p *process) end(signal syscall.Signal) (state *os.ProcessState) {
	_ = p.command.Process.Signal(signal)
	<-p.ended
	return p.command.ProcessState
}

func tail(text string, length int) string { return text[max(0, len(text)-length):] }
