package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sre-challenge/bench/internal/service"
)

// payDeadline bounds a round, however many invoices it has.
const payDeadline = 10 * time.Minute

// round is what one measurement found.
type round struct {
	invoices int
	progress
	took     time.Duration
	p50, p99 time.Duration
	peaks    []peak
}

// peak is the most memory that a process held, in bytes.
type peak struct {
	process string
	bytes   int64
	// constant says whether it must not grow with the number of invoices.
	constant bool
}

// progress is what the caller was told on the way.
type progress struct {
	calls int
	// unsure are payments that failed or were in doubt, before they were made after all.
	unsure []problem
}

// rate is in payments for each second.
func (r round) rate() float64 { return float64(r.invoices) / r.took.Seconds() }

// measure pays n new invoices in a new world, by one caller that asks until nothing is unpaid, and
// lists them all.
func measure(ctx context.Context, built programs, n, paymentsAtOnce int) (result round, err error) {
	w, err := raise(ctx, built, paymentsAtOnce)
	if w != nil {
		defer func() { err = errors.Join(err, w.fall()) }()
	}
	if err != nil {
		return round{}, err
	}
	if err := errors.Join(checkDurable(ctx, w.invoicesDatabase), checkDurable(ctx, w.paymentsDatabase)); err != nil {
		return round{}, err
	}
	// What the migrations bring is paid beforehand: it opens the connections, too.
	if _, err := pay(ctx, w.invoiceApp.Address); err != nil {
		return round{}, err
	}
	before := w.stopwatch.Count()
	if err := addInvoices(ctx, w.invoicesDatabase, n); err != nil {
		return round{}, err
	}
	began := time.Now()
	all, err := payAll(ctx, w)
	if err != nil {
		return round{}, err
	}
	result = round{invoices: n, progress: all, took: time.Since(began)}
	if err := checkLedger(ctx, w, n); err != nil {
		return round{}, err
	}
	if asked := w.stopwatch.Count() - before; asked < n {
		return round{}, fmt.Errorf("the stopwatch saw %d answers for %d payments", asked, n)
	}
	result.p50, result.p99 = w.stopwatch.Quantile(0.50), w.stopwatch.Quantile(0.99)
	if _, err := list(ctx, w.invoiceApp.Address); err != nil {
		return round{}, err
	}
	result.peaks, err = peaks(w)
	return result, err
}

// payAll calls until nothing is unpaid. Payments that fail or are in doubt on the way cost the time
// that they cost: an invoice in doubt waits until its claim ends.
func payAll(ctx context.Context, w *world) (progress, error) {
	var all progress
	ctx, cancel := context.WithTimeout(ctx, payDeadline)
	defer cancel()
	for {
		answer, err := pay(ctx, w.invoiceApp.Address)
		if err != nil {
			return all, err
		}
		all.calls++
		all.unsure = append(append(all.unsure, answer.Failed...), answer.InDoubt...)
		if len(answer.Paid) > 0 {
			continue
		}
		unpaid, err := count(ctx, w.invoicesDatabase, "invoices", "SELECT count(*) FROM invoices WHERE paid_at IS NULL")
		if err != nil || unpaid == 0 {
			return all, err
		}
		select {
		case <-ctx.Done():
			return all, fmt.Errorf("%d invoices are unpaid after %s; the first reason: %s", unpaid, payDeadline, firstOf(all.unsure))
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func firstOf(unsure []problem) string {
	if len(unsure) == 0 {
		return "none was told"
	}
	return unsure[0].ID + ": " + unsure[0].Error
}

// checkLedger sees to it that no figure counts a payment that was not made, or made twice.
func checkLedger(ctx context.Context, w *world, n int) error {
	unpaid, err := count(ctx, w.invoicesDatabase, "invoices", "SELECT count(*) FROM invoices WHERE paid_at IS NULL")
	if err != nil {
		return err
	}
	payments, err := count(ctx, w.paymentsDatabase, "payments", "SELECT count(*) FROM payments WHERE id LIKE 'bench-%'")
	if err != nil {
		return err
	}
	if unpaid != 0 || payments != n {
		return fmt.Errorf("%d invoices are unpaid and the ledger has %d payments; expected 0 and %d", unpaid, payments, n)
	}
	return nil
}

func peaks(w *world) ([]peak, error) {
	invoiceApp, invoiceErr := service.PeakMemory(w.invoiceApp.PID())
	provider, providerErr := service.PeakMemory(w.paymentProvider.PID())
	invoices, invoicesErr := service.LargestPeakBelow(w.invoicesDatabase.PID())
	payments, paymentsErr := service.LargestPeakBelow(w.paymentsDatabase.PID())
	return []peak{
		{"invoice-app", invoiceApp, true},
		{"payment-provider", provider, true},
		// Up to its shared buffers it keeps what it has read: growing is what they are for.
		{"invoices-database, largest process", invoices, false},
		{"payments-database, largest process", payments, false},
	}, errors.Join(invoiceErr, providerErr, invoicesErr, paymentsErr)
}
