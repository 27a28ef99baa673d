package invoice

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"sre-challenge/apps/httpservice"
)

func TestCallerGoneEndsClaimingOnly(t *testing.T) {
	stops := map[string]func(*Payer, context.CancelFunc){
		"caller gone": func(_ *Payer, hangUp context.CancelFunc) { hangUp() },
		"pod drained": func(p *Payer, _ context.CancelFunc) { p.Stop() },
	}
	for name, stop := range stops {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				store := storeOf(t, 10)
				p := payer(store, 4, func(ctx context.Context, _ Invoice) error {
					time.Sleep(time.Second)
					return ctx.Err()
				})
				ctx, hangUp := context.WithCancel(t.Context())
				defer hangUp()
				var run sync.WaitGroup
				run.Go(func() {
					outcome, err := p.PayUnpaid(ctx)
					if err != nil || len(outcome.Paid) != 4 || !outcome.More {
						t.Errorf("got %+v, %v", outcome, err)
					}
				})
				synctest.Wait()
				stop(p, hangUp)
				run.Wait()
				expectStates(t, store, "pppp......")
			})
		})
	}
}

func TestRunEndsByItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := storeOf(t, 100)
		p := payer(store, 2, func(context.Context, Invoice) error { time.Sleep(time.Second); return nil })
		start := time.Now()
		outcome, err := p.PayUnpaid(t.Context())
		if took := time.Since(start); err != nil || took > runDeadline+time.Second || !outcome.More || len(outcome.Paid) < 20 {
			t.Errorf("after %s: %d paid, more %t, %v", took, len(outcome.Paid), outcome.More, err)
		}
	})
	p := payer(storeOf(t, maxPerRun+1), 64, paysAll)
	for _, want := range []int{maxPerRun, 1} {
		if outcome, err := p.PayUnpaid(t.Context()); err != nil || len(outcome.Paid) != want || outcome.More != (want > 1) {
			t.Errorf("%d paid, more %t, %v; want %d", len(outcome.Paid), outcome.More, err, want)
		}
	}
}

func TestClaimFails(t *testing.T) {
	store, claims := storeOf(t, 10), 0
	errBroken := errors.New("disk on fire")
	store.fault = func(method string) error {
		if method != "claim" {
			return nil
		}
		if claims++; claims > 1 {
			return errBroken
		}
		return nil
	}
	p := payer(store, 4, paysAll)
	// What was paid before is told.
	expectOutcome(t, p, Outcome{[]string{"I1", "I2", "I3", "I4"}, []Problem{}, []Problem{}, true})
	if _, err := p.PayUnpaid(t.Context()); !errors.Is(err, errBroken) {
		t.Errorf("got %v", err)
	}
}

func TestPayerLogsTheCauseThatItDoesNotShow(t *testing.T) {
	var log bytes.Buffer
	pay := providerFunc(func(context.Context, Invoice) error { return causedError{} })
	p := NewPayer(storeOf(t, 1), pay, 1, httpservice.NewLogger("test", &log), func(State) {})
	expectOutcome(t, p, Outcome{[]string{}, []Problem{}, []Problem{{"I1", "closed"}}, false})
	if !strings.Contains(log.String(), `"cause":"10.0.0.7 is on fire"`) || strings.Contains(log.String(), "12.15") {
		t.Errorf("logged %s", &log)
	}
}

type causedError struct{}

func (causedError) Error() string { return "closed" }
func (causedError) Unwrap() error { return errors.New("10.0.0.7 is on fire") }
