package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

var (
	mine  = strings.Repeat("ab", 32)
	other = strings.Repeat("cd", 32)
)

func TestBelongs(t *testing.T) {
	for name, test := range map[string]struct {
		cgroup string
		want   bool
	}{
		"containerd, cgroup v2, seen from another container": {"0::/../../kubepods-burstable-pod1.slice/cri-containerd-" + mine + ".scope\n", true},
		"Docker, cgroup v1": {"3:cpu:/kubepods/burstable/pod1/" + mine + "\n2:memory:/kubepods/burstable/pod1/" + mine + "\n", true},
		"CRI-O":             {"0::/kubepods.slice/crio-" + mine + ".scope\n", true},
		"a node that is itself a Docker container": {"0::/docker/" + other + "/kubepods/pod1/" + mine + "\n", true},
		"another container":                        {"0::/kubepods.slice/cri-containerd-" + other + ".scope\n", false},
		"no container":                             {"0::/system.slice/kubelet.service\n", false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := belongs(test.cgroup, []string{strings.Repeat("0", 64), mine}); got != test.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

// process is a program that runs until it is killed, and in proc a process of that container.
func process(t *testing.T, proc, container string) *exec.Cmd {
	t.Helper()
	command := exec.Command("sleep", "60")
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = command.Process.Kill() })
	folder := filepath.Join(proc, strconv.Itoa(command.Process.Pid))
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "cgroup"), []byte("0::/kubepods/"+container+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	return command
}

func TestKillHitsTheContainerAndNothingElse(t *testing.T) {
	proc := t.TempDir()
	if err := os.Mkdir(filepath.Join(proc, "self"), 0o755); err != nil {
		t.Fatal(err)
	}
	victims := []*exec.Cmd{process(t, proc, mine), process(t, proc, mine)}
	bystander := process(t, proc, other)
	var said bytes.Buffer
	if err := run(t.Context(), []string{"kill", mine}, proc, strings.NewReader("now\n"), &said); err != nil {
		t.Fatal(err)
	}
	if said.String() != "ready\n2 processes\n" {
		t.Errorf("said %q", said.String())
	}
	for _, victim := range victims {
		if by := endedBy(t, victim); by != syscall.SIGKILL {
			t.Errorf("ended by %v", by)
		}
	}
	mustLive(t, bystander)
}

// endedBy waits for the signal that ends a process.
func endedBy(t *testing.T, command *exec.Cmd) syscall.Signal {
	t.Helper()
	err := command.Wait()
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok {
		t.Fatalf("ended without a signal: %v", err)
	}
	return exit.Sys().(syscall.WaitStatus).Signal()
}

// mustLive ends a process itself: had it been killed before, that would be what ended it.
func mustLive(t *testing.T, command *exec.Cmd) {
	t.Helper()
	_ = command.Process.Signal(syscall.SIGTERM)
	if by := endedBy(t, command); by != syscall.SIGTERM {
		t.Errorf("a bystander was ended by %v", by)
	}
}

func TestKillRefuses(t *testing.T) {
	proc := t.TempDir()
	bystander := process(t, proc, other)
	for name, test := range map[string]struct {
		args        []string
		stdin, want string
	}{
		"an empty id":                   {[]string{"kill", ""}, "now\n", "expected 64 hexadecimal digits"},
		"the start of an id":            {[]string{"kill", other[:12]}, "now\n", "expected 64 hexadecimal digits"},
		"one that is none of many":      {[]string{"kill", mine, "../" + other}, "now\n", "expected 64 hexadecimal digits"},
		"a container that is gone":      {[]string{"kill", mine}, "now\n", errNone.Error()},
		"nothing to kill":               {[]string{"kill"}, "now\n", errUsage.Error()},
		"nothing at all":                {nil, "now\n", errUsage.Error()},
		"something that it does not do": {[]string{"wait", "long"}, "now\n", errUsage.Error()},
		"one that is not told when":     {[]string{"kill", other}, "", errNotFired.Error()},
	} {
		t.Run(name, func(t *testing.T) {
			if err := run(t.Context(), test.args, proc, strings.NewReader(test.stdin), &bytes.Buffer{}); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v", err)
			}
		})
	}
	mustLive(t, bystander)
}

func TestWaitEndsWhenItIsToldTo(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := run(ctx, []string{"wait"}, t.TempDir(), strings.NewReader(""), &bytes.Buffer{}); err != nil {
		t.Fatal(err)
	}
}
