package faults

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// withWrongClock returns the build flag for a program whose clock is an hour fast, or slow: time.Now
// itself is another. Nothing in the program knows.
func withWrongClock(t *testing.T, hours int) string {
	t.Helper()
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	source := filepath.Join(strings.TrimSpace(string(root)), "src", "time", "time.go")
	text, err := os.ReadFile(source)
	if err != nil {
		t.Fatal(err)
	}
	const read = "sec, nsec, mono := runtimeNow()\n"
	changed := strings.ReplaceAll(string(text), read, read+fmt.Sprintf("\tsec += %d\n", hours*3600))
	if changed == string(text) {
		t.Fatalf("%s reads the clock by other words than %q", source, read)
	}
	// A name that stays the same keeps go's cache of what is built with it.
	folder := filepath.Join(os.TempDir(), fmt.Sprintf("clock-%+d", hours))
	replaced, overlay := filepath.Join(folder, "time.go"), filepath.Join(folder, "overlay.json")
	encoded, err := json.Marshal(map[string]map[string]string{"Replace": {source: replaced}})
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{
		os.MkdirAll(folder, 0o700), os.WriteFile(replaced, []byte(changed), 0o600), os.WriteFile(overlay, encoded, 0o600),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return "-overlay=" + overlay
}

// skew is how far the service's clock is from ours, by what it says of itself.
func skew(t *testing.T, p *process) time.Duration {
	t.Helper()
	response, err := http.Get(p.url + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	date, err := http.ParseTime(response.Header.Get("Date"))
	if err != nil {
		t.Fatal(err)
	}
	return time.Until(date).Round(10 * time.Minute)
}

// With a lease of ten minutes, a replica that went by its own clock would take others' claims if it
// were fast, and have its own taken if it were slow.
func TestClockOfOneReplicaAnHourOff(t *testing.T) {
	for _, hours := range []int{1, -1} {
		t.Run(fmt.Sprintf("%+dh", hours), func(t *testing.T) {
			w := newWorld(t, plan{variables: map[string]string{"CLAIM_LEASE": "10m"}})
			w.callers.stop()
			wrong := w.startReplica(t, build(t, "..", withWrongClock(t, hours)), map[string]string{"CLAIM_LEASE": "10m"})
			if got := skew(t, wrong); got != time.Duration(hours)*time.Hour {
				t.Fatalf("the clock is off by %s", got)
			}
			w.toProvider.add(t, "latency", "down", `"latency":100`)
			w.add(t, 500)
			w.callers = w.startCallers(t)
			w.rest(t)
			// An invoice that two claimed has more than one attempt.
			if again := entries(t, w.invoices, "SELECT id, attempts::text FROM invoices WHERE attempts <> 1"); len(again) > 0 {
				t.Errorf("claims were taken from others: %v", again)
			}
			if trouble := w.callers.trouble.Load(); trouble > 0 {
				t.Errorf("%d calls met trouble", trouble)
			}
		})
	}
}
