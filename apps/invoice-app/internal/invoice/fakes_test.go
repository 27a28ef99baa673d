package invoice

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"testing"

	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/money"
)

// fakeStore keeps claims as store.Store does, without expiry unless expire is called.
type fakeStore struct {
	mutex    sync.Mutex
	invoices []Invoice
	claims   map[string]Claim
	expired  map[string]bool
	batches  []int // the sizes of what was recorded
	// fault, if set, is asked first by each method.
	fault func(method string) error
	token byte
}

func storeOf(t *testing.T, n int) *fakeStore {
	t.Helper()
	amount, err := money.Parse("12.15", "EUR")
	if err != nil {
		t.Fatal(err)
	}
	store := &fakeStore{claims: map[string]Claim{}, expired: map[string]bool{}}
	for i := range n {
		store.invoices = append(store.invoices, Invoice{ID: fmt.Sprintf("I%d", i+1), Amount: amount})
	}
	return store
}

func (s *fakeStore) begin(method string) error {
	if s.fault != nil {
		if err := s.fault(method); err != nil {
			return err
		}
	}
	s.mutex.Lock()
	return nil
}

func (s *fakeStore) ClaimUnpaid(ctx context.Context, after int64, n int) ([]Claim, error) {
	return s.claim(ctx, after, n, false)
}

func (s *fakeStore) ClaimOne(ctx context.Context, id string) ([]Claim, error) {
	at := s.indexOf(id)
	if at < 0 {
		return nil, nil
	}
	claims, err := s.claim(ctx, int64(at), 1, false)
	if len(claims) > 0 && claims[0].ID != id {
		s.mutex.Lock()
		defer s.mutex.Unlock()
		delete(s.claims, claims[0].ID)
		return nil, nil
	}
	return claims, err
}

func (s *fakeStore) indexOf(id string) int {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return slices.IndexFunc(s.invoices, func(one Invoice) bool { return one.ID == id })
}

func (s *fakeStore) ClaimExpired(ctx context.Context, n int) ([]Claim, error) {
	return s.claim(ctx, 0, n, true)
}

func (s *fakeStore) claim(ctx context.Context, after int64, n int, onlyExpired bool) ([]Claim, error) {
	if err := s.begin("claim"); err != nil {
		return nil, err
	}
	defer s.mutex.Unlock()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	var claims []Claim
	for i, invoice := range s.invoices {
		_, claimed := s.claims[invoice.ID]
		due := s.expired[invoice.ID] || !claimed && !onlyExpired
		if position := int64(i + 1); len(claims) < n && position > after && !invoice.IsPaid && due {
			s.token++
			claim := Claim{Invoice: invoice, Token: [16]byte{s.token}, Position: position, Resumed: s.expired[invoice.ID]}
			s.claims[invoice.ID] = claim
			delete(s.expired, invoice.ID)
			claims = append(claims, claim)
		}
	}
	return claims, nil
}

func (s *fakeStore) Record(ctx context.Context, results []Result) error {
	if err := s.begin("record"); err != nil {
		return err
	}
	defer s.mutex.Unlock()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	s.batches = append(s.batches, len(results))
	for _, result := range results {
		switch result.State {
		case Paid:
			s.invoices[result.Position-1].IsPaid = true
			delete(s.claims, result.ID)
		case Failed:
			delete(s.claims, result.ID)
		}
	}
	return nil
}

func (s *fakeStore) expire() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for id := range s.claims {
		s.expired[id] = true
	}
}

// states shows each invoice: "." open, "c" claimed, "p" paid.
func (s *fakeStore) states() (states string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for _, invoice := range s.invoices {
		_, claimed := s.claims[invoice.ID]
		switch {
		case invoice.IsPaid:
			states += "p"
		case claimed:
			states += "c"
		default:
			states += "."
		}
	}
	return states
}

type providerFunc func(context.Context, Invoice) error

func (f providerFunc) Pay(ctx context.Context, invoice Invoice) error { return f(ctx, invoice) }

func paysAll(context.Context, Invoice) error { return nil }

func payer(store Store, atOnce int, pay providerFunc) *Payer {
	return NewPayer(store, pay, atOnce, httpservice.NewLogger("test", io.Discard), func(State) {})
}

var (
	errRefused = fmt.Errorf("said no%w", wrapped{ErrRefused})
	errNotSent = fmt.Errorf("nobody there%w", wrapped{ErrNotSent})
	errUnclear = errors.New("who knows")
)

// wrapped is an error without text.
type wrapped struct{ error }

func (wrapped) Error() string   { return "" }
func (w wrapped) Unwrap() error { return w.error }
