package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"sre-challenge/bench/internal/postgres"
)

// durability is what has to be on for a figure to count.
var durability = []string{"fsync", "synchronous_commit", "full_page_writes"}

// checkDurable reads the server's settings back.
func checkDurable(ctx context.Context, server *postgres.Server) error {
	connection, err := server.Connect(ctx, "postgres")
	if err != nil {
		return err
	}
	defer func() { _ = connection.Close(ctx) }()
	for _, setting := range durability {
		var value string
		if err := connection.QueryRow(ctx, "SELECT current_setting($1)", setting).Scan(&value); err != nil {
			return err
		}
		if value != "on" {
			return fmt.Errorf("%s is %q; expected on", setting, value)
		}
	}
	return nil
}

// addInvoices adds n unpaid invoices, past the API: making them is not what is measured.
func addInvoices(ctx context.Context, server *postgres.Server, n int) error {
	connection, err := server.Connect(ctx, "invoices")
	if err != nil {
		return err
	}
	defer func() { _ = connection.Close(ctx) }()
	_, err = connection.Exec(ctx, `INSERT INTO invoices (id, value, currency)
		SELECT 'bench-' || n, n % 1000 + 0.25, 'EUR' FROM generate_series(1, $1) AS n`, n)
	if err == nil {
		_, err = connection.Exec(ctx, "ANALYZE invoices")
	}
	return err
}

// count runs a query that answers one number.
func count(ctx context.Context, server *postgres.Server, database, query string) (int, error) {
	connection, err := server.Connect(ctx, database)
	if err != nil {
		return 0, err
	}
	defer func() { _ = connection.Close(ctx) }()
	var n int
	return n, connection.QueryRow(ctx, query).Scan(&n)
}

// paidBy is what POST /invoices/pay answers.
type paidBy struct {
	Paid    []string  `json:"paid"`
	Failed  []problem `json:"failed"`
	InDoubt []problem `json:"inDoubt"`
}

// problem is an invoice that was not paid for certain, and why.
type problem struct {
	ID    string `json:"id"`
	Error string `json:"error"`
}

// callDeadline bounds one call, which may pay many invoices.
const callDeadline = time.Minute

func pay(ctx context.Context, address string) (paidBy, error) {
	var answer paidBy
	// 502 tells that some payments were not made for certain, and which were.
	body, err := call(ctx, http.MethodPost, "http://"+address+"/invoices/pay", http.StatusBadGateway)
	if err != nil {
		return answer, err
	}
	defer func() { _ = body.Close() }()
	return answer, json.NewDecoder(body).Decode(&answer)
}

// list reads GET /invoices to its end and returns its length in bytes.
func list(ctx context.Context, address string) (int64, error) {
	body, err := call(ctx, http.MethodGet, "http://"+address+"/invoices")
	if err != nil {
		return 0, err
	}
	defer func() { _ = body.Close() }()
	return io.Copy(io.Discard, body)
}

// call returns the body of an answer with the status 200, or one of the others that are wanted.
func call(ctx context.Context, method, url string, others ...int) (io.ReadCloser, error) {
	request, err := http.NewRequestWithContext(ctx, method, url, nil)
	if err != nil {
		return nil, err
	}
	client := http.Client{Timeout: callDeadline}
	answer, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	if answer.StatusCode != http.StatusOK && !slices.Contains(others, answer.StatusCode) {
		said, _ := io.ReadAll(io.LimitReader(answer.Body, 500))
		_ = answer.Body.Close()
		return nil, fmt.Errorf("%s %s: %s %s", method, url, answer.Status, said)
	}
	return answer.Body, nil
}
