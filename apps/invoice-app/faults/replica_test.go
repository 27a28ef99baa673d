package faults

import (
	"syscall"
	"testing"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
)

// dieAmidPayments ends one of three replicas while its payments are under way, which take long
// enough to be caught at it.
func dieAmidPayments(t *testing.T, signal syscall.Signal, lease string) (w *world, victim *process) {
	t.Helper()
	w = newWorld(t, plan{replicas: 3, variables: map[string]string{"CLAIM_LEASE": lease}})
	w.toProvider.add(t, "latency", "down", `"latency":200,"jitter":100`)
	w.add(t, 2000)
	until(t, "some are paid", func() bool { return w.unpaid(t) < 1900 })
	victim = w.replicas[0]
	victim.end(signal)
	return w, victim
}

func TestReplicaKilled(t *testing.T) {
	t.Parallel()
	w, _ := dieAmidPayments(t, syscall.SIGKILL, "1s")
	w.rest(t)
}

// Nobody would take up in time what a drained replica left, so it must leave nothing.
func TestReplicaDrained(t *testing.T) {
	t.Parallel()
	w, victim := dieAmidPayments(t, syscall.SIGTERM, "10m")
	if !victim.command.ProcessState.Success() {
		t.Errorf("it ended with %s", victim.command.ProcessState)
	}
	w.rest(t)
}

// Nobody asks to pay any more: what a killed replica had begun is finished by the sweeps of others.
func TestSweepFinishesWhatAKilledReplicaBegan(t *testing.T) {
	t.Parallel()
	w := newWorld(t, plan{})
	w.callers.stop()
	w.toProvider.add(t, "timeout", "down", `"timeout":0`)
	w.add(t, 30)
	begun := make(chan struct{})
	go func() {
		defer close(begun)
		w.callers.ask(t.Context(), newClient(), w.replicas[0].url)
	}()
	until(t, "payments are made that nobody knows of", func() bool { _, ledger := w.sizes(t); return ledger == 33 })
	w.replicas[0].end(syscall.SIGKILL)
	<-begun
	w.toProvider.heal(t)
	w.rest(t)
}

func TestProviderKilledAmidPayments(t *testing.T) {
	t.Parallel()
	w := newWorld(t, plan{})
	w.add(t, 400)
	until(t, "some are paid", func() bool { return w.unpaid(t) < 400 })
	w.provider.end(syscall.SIGKILL)
	until(t, "the fault is felt", func() bool { return w.callers.trouble.Load() > 0 })
	w.provider = start(t, w.programs.provider, through(t, w.toPayments, w.payments))
	moved := &toxiproxy.Proxy{Listen: w.toProvider.Listen, Upstream: w.provider.url[len("http://"):], Enabled: true}
	if err := w.toProvider.Update(moved); err != nil {
		t.Fatal(err)
	}
	w.rest(t)
}
