package service

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
)

var highWater = regexp.MustCompile(`(?m)^VmHWM:\s+(\d+) kB$`)

// PeakMemory is the most memory that a process ever held, in bytes, as Linux counts it; shared
// memory counts as far as the process touched it.
func PeakMemory(pid int) (int64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, fmt.Errorf("peak memory is read from /proc, which only Linux has: %w", err)
	}
	match := highWater.FindSubmatch(status)
	if match == nil {
		return 0, fmt.Errorf("/proc/%d/status names no VmHWM", pid)
	}
	kilobytes, err := strconv.ParseInt(string(match[1]), 10, 64)
	return kilobytes * 1024, err
}

// LargestPeakBelow is the largest peak of a process and its children that still run.
func LargestPeakBelow(pid int) (int64, error) {
	children, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	if err != nil {
		return 0, err
	}
	largest, err := PeakMemory(pid)
	for _, text := range strings.Fields(string(children)) {
		child, numberErr := strconv.Atoi(text)
		if numberErr != nil {
			return 0, numberErr
		}
		// One that has ended meanwhile has no peak any more.
		if peak, childErr := PeakMemory(child); childErr == nil {
			largest = max(largest, peak)
		}
	}
	return largest, err
}
