package invoice

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"sre-challenge/apps/httpservice"
)

func payer(store Store, provider Provider) *Payer {
	return NewPayer(store, provider, 8, httpservice.NewLogger("test", io.Discard))
}

func expectOutcome(t *testing.T, p *Payer, want Outcome) {
	t.Helper()
	got, err := p.PayUnpaid(t.Context())
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
}

func TestPayerPaysWhatIsUnpaid(t *testing.T) {
	store, provider := NewMemory(Seed()), newProvider(paysAll)
	p := payer(store, provider)
	expectOutcome(t, p, Outcome{[]string{"I1", "I2", "I3"}, []Failure{}})
	expectOutcome(t, p, Outcome{[]string{}, []Failure{}})
	if want := map[string]int{"I1": 1, "I2": 1, "I3": 1}; !reflect.DeepEqual(provider.calls, want) {
		t.Errorf("calls: %v", provider.calls)
	}
	invoices, _ := store.List(t.Context())
	for _, invoice := range invoices {
		if !invoice.IsPaid {
			t.Errorf("%s is not paid", invoice.ID)
		}
	}
}

func TestPayerTriesAgainWhatFailed(t *testing.T) {
	down := true
	provider := newProvider(func(_ context.Context, invoice Invoice) error {
		if invoice.ID == "I2" && down {
			return fmt.Errorf("closed on Sundays")
		}
		return nil
	})
	p := payer(NewMemory(Seed()), provider)
	expectOutcome(t, p, Outcome{[]string{"I1", "I3"}, []Failure{{"I2", "closed on Sundays"}}})
	down = false
	expectOutcome(t, p, Outcome{[]string{"I2"}, []Failure{}})
}

func TestManyPayersPayNothingTwice(t *testing.T) {
	store := NewMemory(Seed())
	provider := newProvider(func(_ context.Context, invoice Invoice) error {
		if invoice.ID == "I2" {
			return errors.New("no")
		}
		return nil
	})
	p := payer(store, provider)
	var group sync.WaitGroup
	for range 50 {
		group.Go(func() {
			if _, err := p.PayUnpaid(context.Background()); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if provider.calls["I1"] != 1 || provider.calls["I3"] != 1 {
		t.Errorf("calls: %v", provider.calls)
	}
}

func TestPayerLeavesWhatAnotherRunIsPaying(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		provider := newProvider(func(context.Context, Invoice) error {
			time.Sleep(time.Second)
			return nil
		})
		p := payer(NewMemory(Seed()), provider)
		var first sync.WaitGroup
		first.Go(func() { expectOutcome(t, p, Outcome{[]string{"I1", "I2", "I3"}, []Failure{}}) })
		synctest.Wait()
		expectOutcome(t, p, Outcome{[]string{}, []Failure{}})
		first.Wait()
	})
}

func TestPayerBoundsItsCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var seed []Invoice
		for n := range 10 {
			seed = append(seed, Invoice{ID: fmt.Sprint(n)})
		}
		start := time.Now()
		provider := newProvider(func(context.Context, Invoice) error {
			time.Sleep(time.Second)
			return nil
		})
		p := NewPayer(NewMemory(seed), provider, 4, httpservice.NewLogger("test", io.Discard))
		if _, err := p.PayUnpaid(t.Context()); err != nil {
			t.Error(err)
		}
		if took := time.Since(start); took != 3*time.Second {
			t.Errorf("10 calls of 1s, 4 at a time, took %s", took)
		}
	})
}

func TestPayerEndsWithItsContextAndReleasesClaims(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		provider := newProvider(func(ctx context.Context, _ Invoice) error {
			<-ctx.Done()
			return errors.New("too slow")
		})
		store := NewMemory(Seed())
		p := NewPayer(brokenStore{Store: store}, provider, 2, httpservice.NewLogger("test", io.Discard))
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		start := time.Now()
		outcome, err := p.PayUnpaid(ctx)
		if err != nil || len(outcome.Paid) != 0 || len(outcome.Failed) != 3 {
			t.Errorf("got %+v, %v", outcome, err)
		}
		if took := time.Since(start); took != 10*time.Second {
			t.Errorf("took %s", took)
		}
		expectIDs(t, "claim afterwards", ids(t, store.ClaimUnpaid), "I1", "I2", "I3")
	})
}

func TestPayerSaysWhatItDidNotTry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		done, cancel := context.WithCancel(t.Context())
		p := NewPayer(NewMemory(Seed()), newProvider(paysAll), 0, httpservice.NewLogger("test", io.Discard))
		cancel()
		outcome, err := p.PayUnpaid(done)
		want := []Failure{{"I1", "not tried, time ran out"}, {"I2", "not tried, time ran out"}, {"I3", "not tried, time ran out"}}
		if err != nil || !reflect.DeepEqual(outcome.Failed, want) {
			t.Errorf("got %+v, %v", outcome, err)
		}
	})
}

func TestPayerWithABrokenStore(t *testing.T) {
	tests := map[string]struct {
		broken  string
		pay     func(context.Context, Invoice) error
		want    Outcome
		wantErr error
	}{
		"cannot claim": {"ClaimUnpaid", paysAll, Outcome{}, errBroken},
		"cannot record": {"MarkPaid", paysAll,
			Outcome{[]string{}, []Failure{{"I1", "paid, but that could not be recorded"}}}, nil},
		"cannot release": {"Release", func(context.Context, Invoice) error { return errors.New("no") },
			Outcome{[]string{}, []Failure{{"I1", "no"}}}, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			p := payer(brokenStore{NewMemory(Seed()[:1]), test.broken}, newProvider(test.pay))
			got, err := p.PayUnpaid(t.Context())
			if !errors.Is(err, test.wantErr) || !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %+v, %v; want %+v, %v", got, err, test.want, test.wantErr)
			}
		})
	}
}

func TestPayerLogsTheCauseThatItDoesNotShow(t *testing.T) {
	var log bytes.Buffer
	provider := newProvider(func(context.Context, Invoice) error {
		return fmt.Errorf("closed%w", errors.New("10.0.0.7 is on fire"))
	})
	p := NewPayer(NewMemory(Seed()[:1]), provider, 1, httpservice.NewLogger("test", &log))
	if _, err := p.PayUnpaid(t.Context()); err != nil {
		t.Fatal(err)
	}
	var line map[string]any
	if err := json.Unmarshal(log.Bytes(), &line); err != nil {
		t.Fatalf("%v: %s", err, &log)
	}
	if line["level"] != "WARN" || line["invoice"] != "I1" || line["cause"] != "10.0.0.7 is on fire" {
		t.Errorf("logged %v", line)
	}
	if strings.Contains(log.String(), "12.15") {
		t.Errorf("the amount is in the log: %s", &log)
	}
}
