package invoice

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestResultsAreRecordedAsTheyArrive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := storeOf(t, 2)
		p := payer(store, 2, func(_ context.Context, invoice Invoice) error {
			if invoice.ID == "I2" {
				time.Sleep(time.Minute)
			}
			return nil
		})
		go p.PayUnpaid(t.Context())
		time.Sleep(time.Second)
		expectStates(t, store, "pc")
		time.Sleep(time.Minute)
		expectStates(t, store, "pp")
	})
}

func TestWhatArrivesMeanwhileIsOneBatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := storeOf(t, 60)
		store.fault = func(method string) error {
			if method == "record" {
				time.Sleep(time.Second)
			}
			return nil
		}
		start := time.Now()
		if _, err := payer(store, 60, paysAll).PayUnpaid(t.Context()); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(start); took > 3*time.Second || len(store.batches) > 3 {
			t.Errorf("batches of %v took %s", store.batches, took)
		}
	})
}

func TestSlowDatabaseHoldsPaymentsBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const atOnce = 2
		store := storeOf(t, 100)
		store.fault = func(method string) error {
			if method == "record" {
				time.Sleep(time.Hour)
			}
			return nil
		}
		var calls atomic.Int32
		p := payer(store, atOnce, func(context.Context, Invoice) error { calls.Add(1); return nil })
		go p.PayUnpaid(t.Context())
		time.Sleep(time.Minute)
		if most := int32(atOnce * (unstoredPerSlot + 1)); calls.Load() > most {
			t.Errorf("%d payments were made that could not be recorded, more than %d", calls.Load(), most)
		}
		time.Sleep(100 * time.Hour)
	})
}

func TestRecordingIsTriedAgain(t *testing.T) {
	tests := map[string]struct {
		down      time.Duration
		wantState string
	}{
		"for a while": {recordDeadline / 2, "p"},
		"not forever": {2 * recordDeadline, "c"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				store, up := storeOf(t, 1), time.Now().Add(test.down)
				store.fault = func(method string) error {
					if method == "record" && time.Now().Before(up) {
						return errors.New("disk on fire")
					}
					return nil
				}
				outcome, err := payer(store, 1, paysAll).PayUnpaid(t.Context())
				if err != nil || len(outcome.Paid)+len(outcome.InDoubt) != 1 || len(outcome.Failed) != 0 {
					t.Errorf("got %+v, %v", outcome, err)
				}
				expectStates(t, store, test.wantState)
			})
		})
	}
}

func TestSweepResumesWhatExpired(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := storeOf(t, 5)
		if _, err := store.ClaimUnpaid(t.Context(), 0, 3); err != nil { // by a replica that is killed now
			t.Fatal(err)
		}
		p := payer(store, 2, paysAll)
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() {
			p.Sweep(ctx, time.Second)
			close(ended)
		}()
		time.Sleep(time.Minute)
		expectStates(t, store, "ccc..")
		store.expire()
		time.Sleep(2 * time.Second)
		expectStates(t, store, "ppp..")
		cancel()
		<-ended
	})
}
