package store

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"sre-challenge/apps/database/databasetest"
	"sre-challenge/apps/invoice-app/internal/invoice"
	"sre-challenge/apps/money"
)

// model is what the claims' state machine must be: an invoice is open, claimed or paid.
type model struct {
	stores  []*Store
	owner   func(sql string, arguments ...any)
	amount  money.Amount
	ids     []string
	paid    map[string]bool
	holder  map[string][16]byte // of the claim that holds now
	expired map[string]bool     // claims that hold no more, though nobody ended them
	held    []invoice.Claim     // every claim ever got: their holders may speak late
}

// due is what a claim must find, in order: all, or only what has expired.
func (m *model) due(onlyExpired bool) []string {
	var due []string
	for _, id := range m.ids {
		_, claimed := m.holder[id]
		if !m.paid[id] && (m.expired[id] || !claimed && !onlyExpired) {
			due = append(due, id)
		}
	}
	return due
}

func (m *model) claim(t *rapid.T, onlyExpired bool) {
	store, n := rapid.SampledFrom(m.stores).Draw(t, "store"), rapid.IntRange(1, 5).Draw(t, "n")
	var claims []invoice.Claim
	var err error
	if onlyExpired {
		claims, err = store.ClaimExpired(context.Background(), n)
	} else {
		claims, err = store.ClaimUnpaid(context.Background(), 0, n)
	}
	if err != nil {
		t.Fatal(err)
	}
	due := m.due(onlyExpired)
	if len(claims) != min(n, len(due)) {
		t.Fatalf("claimed %s of %v", idsOf(claims), due)
	}
	for i, claim := range claims {
		if !slices.Contains(due, claim.ID) || !onlyExpired && claim.ID != due[i] {
			t.Fatalf("claimed %s of %v", idsOf(claims), due)
		}
		if claim.Resumed != m.expired[claim.ID] || m.holder[claim.ID] == claim.Token {
			t.Fatalf("got %+v", claim)
		}
		delete(m.expired, claim.ID)
		m.holder[claim.ID] = claim.Token
		m.held = append(m.held, claim)
	}
}

func (m *model) record(t *rapid.T) {
	if len(m.held) == 0 {
		t.Skip("nobody has claimed anything")
	}
	// One result for an invoice in a batch, as a replica gives.
	batch := rapid.SliceOfNDistinct(rapid.SampledFrom(m.held), 1, 4, func(c invoice.Claim) string { return c.ID }).Draw(t, "claims")
	var results []invoice.Result
	for _, claim := range batch {
		state := rapid.SampledFrom([]invoice.State{invoice.Paid, invoice.Failed, invoice.InDoubt}).Draw(t, "state")
		results = append(results, invoice.Result{Claim: claim, State: state})
		if holds := m.holder[claim.ID] == claim.Token; !m.paid[claim.ID] && (state == invoice.Paid || state == invoice.Failed && holds) {
			m.paid[claim.ID] = state == invoice.Paid
			delete(m.holder, claim.ID)
			delete(m.expired, claim.ID)
		}
	}
	if err := rapid.SampledFrom(m.stores).Draw(t, "store").Record(context.Background(), results); err != nil {
		t.Fatal(err)
	}
}

func (m *model) expire(t *rapid.T) {
	if len(m.holder) == 0 {
		t.Skip("nothing is claimed")
	}
	ids := make([]string, 0, len(m.holder))
	for id := range m.holder {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	id := rapid.SampledFrom(ids).Draw(t, "id")
	m.expired[id] = true
	m.owner("UPDATE invoices SET claimed_until = now() WHERE id = $1", id)
}

func (m *model) create(t *rapid.T) {
	id := fmt.Sprintf("N%03d", len(m.ids))
	if _, created, err := m.stores[0].Create(context.Background(), id, m.amount); err != nil || !created {
		t.Fatal(created, err)
	}
	m.ids = append(m.ids, id)
}

func (m *model) check(t *rapid.T) {
	at := 0
	for found, err := range m.stores[0].List(context.Background(), Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if found.ID != m.ids[at] || found.IsPaid != m.paid[found.ID] {
			t.Fatalf("%s at %d: paid is %t", found.ID, at, found.IsPaid)
		}
		at++
	}
	if at != len(m.ids) {
		t.Fatalf("%d of %d invoices are left", at, len(m.ids))
	}
}

func TestClaimsAreAStateMachine(t *testing.T) {
	team := emptied(t)
	stores := []*Store{New(poolOf(t, team), long), New(poolOf(t, team), long), New(poolOf(t, team), long)}
	owner, oneEuro := team.Connect(t, databasetest.Owner), amount(t, "1", "EUR")
	rapid.Check(t, func(t *rapid.T) {
		m := &model{stores: stores, amount: oneEuro, paid: map[string]bool{}, holder: map[string][16]byte{}, expired: map[string]bool{}}
		m.owner = func(sql string, arguments ...any) {
			if _, err := owner.Exec(context.Background(), sql, arguments...); err != nil {
				t.Fatal(err)
			}
		}
		m.owner("DELETE FROM invoices")
		t.Repeat(map[string]func(*rapid.T){
			"create":        m.create,
			"claim unpaid":  func(t *rapid.T) { m.claim(t, false) },
			"claim expired": func(t *rapid.T) { m.claim(t, true) },
			"record":        m.record,
			"expire":        m.expire,
			"":              m.check,
		})
	})
}
