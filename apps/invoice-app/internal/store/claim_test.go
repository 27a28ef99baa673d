package store

import (
	"context"
	"reflect"
	"sync"
	"testing"
	"time"

	"sre-challenge/apps/invoice-app/internal/invoice"
)

func expectClaims(t *testing.T, what string, claims []invoice.Claim, want string) {
	t.Helper()
	if got := idsOf(claims); got != want {
		t.Errorf("%s: claimed %s, want %s", what, got, want)
	}
}

func TestClaims(t *testing.T) {
	team := emptied(t)
	addInvoices(t, team, 4)
	store := New(poolOf(t, team), long)
	first := claimed(t, store, 2)
	expectClaims(t, "two", first, "[N000001 N000002]")
	if first[0].Amount != amount(t, "1", "EUR") || first[0].IsPaid || first[0].Resumed || first[0].Token == first[1].Token {
		t.Errorf("got %+v", first)
	}
	rest := claimed(t, store, 10)
	expectClaims(t, "the rest", rest, "[N000003 N000004]")
	expectClaims(t, "nothing left", claimed(t, store, 10), "[]")

	record(t, store, invoice.Paid, first[0])
	record(t, store, invoice.Failed, first[1])
	record(t, store, invoice.InDoubt, rest...)
	again := claimed(t, store, 10)
	expectClaims(t, "what failed", again, "[N000002]")
	if again[0].Resumed {
		t.Error("what has failed for certain counts as resumed")
	}
	got := column(t, team, "SELECT concat_ws(' ', id, attempts, last_error, paid_at IS NOT NULL) FROM invoices ORDER BY id")
	want := []string{"N000001 1 t", "N000002 2 no luck f", "N000003 1 no luck f", "N000004 1 no luck f"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestOneIsClaimedOnceAndAlone(t *testing.T) {
	team := emptied(t)
	addInvoices(t, team, 3)
	store := New(poolOf(t, team), long)
	one := func(what, want string) []invoice.Claim {
		t.Helper()
		claims, err := store.ClaimOne(t.Context(), "N000002")
		if err != nil {
			t.Fatal(err)
		}
		expectClaims(t, what, claims, want)
		return claims
	}
	first := one("open", "[N000002]")
	one("claimed", "[]")
	change(t, team, expireAll)
	if again := one("expired", "[N000002]"); !again[0].Resumed {
		t.Error("an expired claim was not resumed")
	}
	record(t, store, invoice.Paid, first...)
	one("paid", "[]")
	expectClaims(t, "the others", claimed(t, store, 10), "[N000001 N000003]")
}

func TestClaimGoesOnBehindAPosition(t *testing.T) {
	team := emptied(t)
	addInvoices(t, team, 3)
	store := New(poolOf(t, team), long)
	first := claimed(t, store, 2)
	record(t, store, invoice.Failed, first...)
	claims, err := store.ClaimUnpaid(t.Context(), first[1].Position, 10)
	if err != nil {
		t.Fatal(err)
	}
	expectClaims(t, "behind the second", claims, "[N000003]")
}

func TestExpiredClaimIsResumed(t *testing.T) {
	team := emptied(t)
	addInvoices(t, team, 2)
	store := New(poolOf(t, team), long)
	lost := claimed(t, store, 1)
	expectExpired := func(want string) []invoice.Claim {
		t.Helper()
		claims, err := store.ClaimExpired(t.Context(), 10)
		if err != nil {
			t.Fatal(err)
		}
		expectClaims(t, "expired", claims, want)
		return claims
	}
	expectExpired("[]")
	change(t, team, expireAll)
	resumed := expectExpired("[N000001]")
	if !resumed[0].Resumed || resumed[0].ID != lost[0].ID || resumed[0].Token == lost[0].Token {
		t.Errorf("got %+v after %+v", resumed[0], lost[0])
	}
	change(t, team, expireAll)
	if both := claimed(t, store, 10); idsOf(both) != "[N000001 N000002]" || !both[0].Resumed || both[1].Resumed {
		t.Errorf("claiming unpaid ones got %+v", both)
	}
}

func TestLeaseEndsByItself(t *testing.T) {
	team := emptied(t)
	addInvoices(t, team, 1)
	store := New(poolOf(t, team), time.Millisecond)
	expectClaims(t, "first", claimed(t, store, 1), "[N000001]")
	for len(claimed(t, store, 1)) == 0 { // only go test's own deadline ends a wait in vain
		time.Sleep(time.Millisecond)
	}
}

func TestOnlyTheHolderReleases(t *testing.T) {
	team := emptied(t)
	addInvoices(t, team, 1)
	store := New(poolOf(t, team), long)
	lost := claimed(t, store, 1)
	change(t, team, expireAll)
	claimed(t, store, 1)
	record(t, store, invoice.Failed, lost...)
	expectClaims(t, "after a release of the claim before", claimed(t, store, 1), "[]")
}

func TestPaidIsPaidWhoeverSaysSo(t *testing.T) {
	team := emptied(t)
	addInvoices(t, team, 1)
	store := New(poolOf(t, team), long)
	lost := claimed(t, store, 1)
	change(t, team, expireAll)
	held := claimed(t, store, 1)
	record(t, store, invoice.Paid, lost...)
	const paidAt = "SELECT paid_at::text FROM invoices"
	before := column(t, team, paidAt)
	for _, state := range []invoice.State{invoice.Failed, invoice.InDoubt, invoice.Paid} {
		record(t, store, state, held...)
		if after := column(t, team, paidAt); !reflect.DeepEqual(after, before) {
			t.Errorf("%s changed when it was paid from %v to %v", state, before, after)
		}
	}
	expectClaims(t, "paid", claimed(t, store, 1), "[]")
}

func TestNobodyTakesAnothersClaim(t *testing.T) {
	const invoices, replicas, callers = 3000, 3, 12
	team := emptied(t)
	addInvoices(t, team, invoices)
	var group sync.WaitGroup
	var mutex sync.Mutex
	times := map[string]int{}
	for range replicas {
		store := New(poolOf(t, team), long)
		for range callers {
			group.Go(func() {
				for {
					claims, err := store.ClaimUnpaid(context.Background(), 0, 7)
					if err != nil {
						t.Error(err)
						return
					}
					mutex.Lock()
					for _, claim := range claims {
						times[claim.ID]++
					}
					mutex.Unlock()
					if len(claims) == 0 {
						return
					}
				}
			})
		}
	}
	group.Wait()
	for id, n := range times {
		if n != 1 {
			t.Errorf("%s was claimed %d times", id, n)
		}
	}
	if len(times) != invoices {
		t.Errorf("%d of %d were claimed", len(times), invoices)
	}
}
