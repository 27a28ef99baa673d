package faults

import "testing"

// endure pays in peace, then under the fault until it is felt, then in peace again until all is
// at rest.
func endure(t *testing.T, w *world, begin, end func(), felt func() bool) {
	t.Helper()
	w.add(t, 30)
	until(t, "payments in peace", func() bool { return w.unpaid(t) == 0 })
	begin()
	w.add(t, 60)
	until(t, "the fault is felt", felt)
	end()
	w.add(t, 10)
	w.rest(t)
}

func TestFaultsBetweenTheServices(t *testing.T) {
	type toxic struct{ kind, direction, attributes string }
	// A fault of what is sent up comes before the payment is committed, one of what is sent down
	// after it.
	tests := map[string]struct {
		toxics    []toxic
		committed bool
	}{
		"time-out after the commit": {[]toxic{{"timeout", "down", `"timeout":0`}}, true},
		"reset before the commit":   {[]toxic{{"reset_peer", "up", `"timeout":0`}}, false},
		"reset after the commit":    {[]toxic{{"reset_peer", "down", `"timeout":0`}}, true},
		"half-open connection":      {[]toxic{{"timeout", "up", `"timeout":0`}, {"timeout", "down", `"timeout":0`}}, false},
		"slow body":                 {[]toxic{{"slicer", "down", `"average_size":8,"size_variation":0,"delay":500000`}}, true},
		"answer cut short":          {[]toxic{{"limit_data", "down", `"bytes":60`}}, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, plan{})
			endure(t, w, func() {
				for _, toxic := range test.toxics {
					w.toProvider.add(t, toxic.kind, toxic.direction, toxic.attributes)
				}
			}, func() {
				paid, ledger := w.sizes(t)
				if test.committed != (ledger > paid) {
					t.Errorf("during the fault %d invoices were paid and %d payments made", paid, ledger)
				}
				w.toProvider.heal(t)
			}, func() bool { return w.callers.trouble.Load() > 0 })
		})
	}
}

func TestLatencyBetweenTheServices(t *testing.T) {
	t.Parallel()
	w := newWorld(t, plan{})
	endure(t, w,
		func() { w.toProvider.add(t, "latency", "down", `"latency":700,"jitter":600`) },
		func() { w.toProvider.heal(t) },
		func() bool { return w.unpaid(t) == 0 })
	if trouble := w.callers.trouble.Load(); trouble > 0 {
		t.Errorf("%d calls met trouble though no try was late", trouble)
	}
}

func TestProviderGoneAndBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, plan{})
	endure(t, w,
		func() { w.toProvider.Stop() },
		func() {
			if err := w.toProvider.Start(); err != nil {
				t.Fatal(err)
			}
		},
		func() bool { return w.callers.trouble.Load() > 0 })
}

// A test of the tests: a provider that makes each try a payment must not come through.
func TestDoublePaymentsAreSeen(t *testing.T) {
	t.Parallel()
	w := newWorld(t, plan{providerFlags: []string{"-tags=nonidempotent"}})
	w.toProvider.add(t, "reset_peer", "down", `"timeout":0`)
	w.add(t, 20)
	until(t, "trouble", func() bool { return w.callers.trouble.Load() > 0 })
	w.toProvider.heal(t)
	until(t, "all is paid", func() bool { return w.unpaid(t) == 0 })
	w.callers.stop()
	if w.difference(t) == "" {
		t.Error("nobody saw that payments were made twice")
	}
}
