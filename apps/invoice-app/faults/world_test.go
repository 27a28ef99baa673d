package faults

import (
	"fmt"
	"maps"
	"testing"

	"sre-challenge/apps/database/databasetest"
)

// world is the whole system: replicas of invoice-app, one payment-provider, their databases, and
// a proxy on each of three arrows.
type world struct {
	invoices, payments *databasetest.Database
	provider           *process
	replicas           []*process
	toProvider         proxy
	toInvoices         proxy
	toPayments         proxy
	callers            *callers
	programs           programs
}

type programs struct{ invoiceApp, provider string }

// plan says what differs from the usual world.
type plan struct {
	invoicesServer, paymentsServer *databasetest.Server
	providerFlags                  []string
	replicas                       int
	variables                      map[string]string
}

func newWorld(t *testing.T, p plan) *world {
	t.Helper()
	for _, server := range []**databasetest.Server{&p.invoicesServer, &p.paymentsServer} {
		if *server == nil {
			*server = databasetest.Shared(t)
		}
	}
	w := &world{
		invoices: p.invoicesServer.NewDatabase(t), payments: p.paymentsServer.NewDatabase(t),
		programs: programs{build(t, ".."), build(t, providerSource, p.providerFlags...)},
	}
	migrate(t, w.programs.invoiceApp, w.invoices.Variables(databasetest.Owner))
	migrate(t, w.programs.provider, w.payments.Variables(databasetest.Owner))
	w.toInvoices = startProxy(t, fmt.Sprintf("127.0.0.1:%d", p.invoicesServer.Port()))
	w.toPayments = startProxy(t, fmt.Sprintf("127.0.0.1:%d", p.paymentsServer.Port()))
	w.provider = start(t, w.programs.provider, through(t, w.toPayments, w.payments))
	w.toProvider = startProxy(t, w.provider.url[len("http://"):])
	for range max(2, p.replicas) {
		w.startReplica(t, w.programs.invoiceApp, p.variables)
	}
	w.callers = w.startCallers(t)
	return w
}

// startReplica adds one more; claims expire soon, so that a test sees it.
func (w *world) startReplica(t *testing.T, program string, variables map[string]string) *process {
	t.Helper()
	all := through(t, w.toInvoices, w.invoices)
	all["PAYMENT_PROVIDER_URL"] = "http://" + w.toProvider.Listen
	all["CLAIM_LEASE"] = "1s"
	maps.Copy(all, variables)
	replica := start(t, program, all)
	w.replicas = append(w.replicas, replica)
	return replica
}

// through is the environment of a service that reaches its database by a proxy.
func through(t *testing.T, p proxy, database *databasetest.Database) map[string]string {
	t.Helper()
	variables := database.Variables(databasetest.Service)
	variables["PGPORT"] = p.port(t)
	return variables
}
