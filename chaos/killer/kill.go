package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

var errNone = errors.New("no process runs in these containers")

// An id that is shorter, or empty, would be found in the cgroup of many.
var containerID = regexp.MustCompile(`^[0-9a-f]{64}$`)

func checkIDs(ids []string) error {
	for _, id := range ids {
		if !containerID.MatchString(id) {
			return fmt.Errorf("%q is no id of a container; expected 64 hexadecimal digits", id)
		}
	}
	return nil
}

// kill sends SIGKILL to every process of the containers with these whole ids. Proc is where the node's procfs is
// mounted. It returns how many processes it hit, and an error if there was none.
func kill(proc string, ids []string) (int, error) {
	entries, err := os.ReadDir(proc)
	if err != nil {
		return 0, err
	}
	killed := 0
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		hit, err := killOne(proc, pid, ids)
		if err != nil {
			return killed, err
		}
		if hit {
			killed++
		}
	}
	if killed == 0 {
		return 0, errNone
	}
	return killed, nil
}

// killOne takes hold of the process before it looks whose it is, so that it cannot hit another
// one that got the same pid since.
func killOne(proc string, pid int, ids []string) (bool, error) {
	process, err := os.FindProcess(pid)
	if err != nil {
		return false, err
	}
	defer func() { _ = process.Release() }()
	cgroup, err := os.ReadFile(filepath.Join(proc, strconv.Itoa(pid), "cgroup"))
	if err != nil || !belongs(string(cgroup), ids) {
		// A process that has ended since has no cgroup any more.
		return false, nil
	}
	switch err := process.Kill(); {
	case errors.Is(err, os.ErrProcessDone):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("kill %d: %w", pid, err)
	}
	return true, nil
}

// belongs says whether /proc/<pid>/cgroup names one of the containers. Every runtime and both
// versions of cgroups put the container's whole id into the path.
func belongs(cgroup string, ids []string) bool {
	for _, id := range ids {
		if strings.Contains(cgroup, id) {
			return true
		}
	}
	return false
}
