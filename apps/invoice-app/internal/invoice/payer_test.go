package invoice

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestOneWaitsForOneSlotOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := storeOf(t, 9)
		p := payer(store, 1, func(context.Context, Invoice) error {
			time.Sleep(runDeadline * 3 / 4)
			return nil
		})
		var group sync.WaitGroup
		for _, id := range []string{"I1", "I2"} {
			group.Go(func() {
				if outcome, err := p.PayOne(t.Context(), id); err != nil || fmt.Sprint(outcome.Paid) != "["+id+"]" || outcome.More {
					t.Errorf("%s: %+v, %v", id, outcome, err)
				}
			})
		}
		group.Wait()
		// Whoever comes while none gets free is not looked at.
		go p.PayUnpaid(t.Context())
		synctest.Wait()
		if outcome, err := p.PayOne(t.Context(), "I9"); err != nil || !outcome.IsEmpty() || !outcome.More {
			t.Errorf("%+v, %v", outcome, err)
		}
		p.Stop()
		time.Sleep(time.Minute)
	})
}

func TestOneIsPaidAlone(t *testing.T) {
	store := storeOf(t, 3)
	p := payer(store, 1, paysAll)
	for _, test := range []struct{ id, want string }{{"I2", "[I2]"}, {"I2", "[]"}, {"I9", "[]"}} {
		outcome, err := p.PayOne(t.Context(), test.id)
		if got := fmt.Sprint(outcome.Paid); err != nil || got != test.want || outcome.IsEmpty() != (got == "[]") || outcome.More {
			t.Errorf("%s: %+v, %v", test.id, outcome, err)
		}
	}
	if store.invoices[0].IsPaid || !store.invoices[1].IsPaid || store.invoices[2].IsPaid {
		t.Errorf("%+v", store.invoices)
	}
}

func expectOutcome(t *testing.T, p *Payer, want Outcome) {
	t.Helper()
	got, err := p.PayUnpaid(t.Context())
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
}

func expectStates(t *testing.T, store *fakeStore, want string) {
	t.Helper()
	if got := store.states(); got != want {
		t.Errorf("invoices are %s, want %s", got, want)
	}
}

func TestPayerPaysWhatIsUnpaid(t *testing.T) {
	store := storeOf(t, 3)
	p := payer(store, 8, paysAll)
	expectOutcome(t, p, Outcome{[]string{"I1", "I2", "I3"}, []Problem{}, []Problem{}, false})
	expectOutcome(t, p, Outcome{[]string{}, []Problem{}, []Problem{}, false})
	expectStates(t, store, "ppp")
}

func TestEachEndIsToldAndRecorded(t *testing.T) {
	ends := map[string]error{"I2": errRefused, "I3": errUnclear}
	store := storeOf(t, 4)
	p := payer(store, 8, func(_ context.Context, invoice Invoice) error { return ends[invoice.ID] })
	expectOutcome(t, p, Outcome{[]string{"I1", "I4"}, []Problem{{"I2", "said no"}}, []Problem{{"I3", "who knows"}}, false})
	expectStates(t, store, "p.cp")
}

func TestDoubtEndsOnlyByTheProvidersWord(t *testing.T) {
	tests := map[string]struct {
		err  error
		want string
	}{
		"paid after all": {nil, "p"},
		"refused":        {errRefused, "."},
		"not sent":       {errNotSent, "c"},
		"still unclear":  {errUnclear, "c"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			store := storeOf(t, 1)
			end := errUnclear
			p := payer(store, 8, func(context.Context, Invoice) error { return end })
			expectOutcome(t, p, Outcome{[]string{}, []Problem{}, []Problem{{"I1", "who knows"}}, false})
			store.expire()
			end = test.err
			if _, err := p.PayUnpaid(t.Context()); err != nil {
				t.Error(err)
			}
			expectStates(t, store, test.want)
		})
	}
}

func TestUnreachableProviderEndsTheRun(t *testing.T) {
	store := storeOf(t, 100)
	p := payer(store, 4, func(context.Context, Invoice) error { return errNotSent })
	outcome, err := p.PayUnpaid(t.Context())
	if err != nil || !outcome.More || len(outcome.Failed) == 0 || len(outcome.Failed) > 50 {
		t.Errorf("got %d failed, more %t, %v", len(outcome.Failed), outcome.More, err)
	}
	expectStates(t, store, strings.Repeat(".", 100))
}

func TestRefusedIsTriedOnceInARun(t *testing.T) {
	var calls atomic.Int32
	p := payer(storeOf(t, 100), 4, func(context.Context, Invoice) error { calls.Add(1); return errRefused })
	if outcome, err := p.PayUnpaid(t.Context()); err != nil || len(outcome.Failed) != 100 || calls.Load() != 100 {
		t.Errorf("%d failed by %d calls, %v", len(outcome.Failed), calls.Load(), err)
	}
}

func TestPayerBoundsItsCallsOverAllRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		p := payer(storeOf(t, 40), 4, func(context.Context, Invoice) error {
			time.Sleep(time.Second)
			return nil
		})
		var group sync.WaitGroup
		var paid atomic.Int32
		for range 5 {
			group.Go(func() {
				outcome, err := p.PayUnpaid(t.Context())
				if err != nil {
					t.Error(err)
				}
				paid.Add(int32(len(outcome.Paid)))
			})
		}
		group.Wait()
		if took := time.Since(start); took != 10*time.Second || paid.Load() != 40 {
			t.Errorf("40 calls of 1s, 4 at a time, took %s; %d paid", took, paid.Load())
		}
	})
}
