package invoice

import (
	"context"
	"fmt"
	"slices"
	"sync"
)

// Memory is a Store for one replica: it lives and dies with the process.
type Memory struct {
	mutex    sync.Mutex
	invoices []Invoice
	claimed  map[string]bool
}

// NewMemory keeps a copy of invoices, whose ids must differ.
func NewMemory(invoices []Invoice) *Memory {
	return &Memory{invoices: slices.Clone(invoices), claimed: map[string]bool{}}
}

func (m *Memory) List(context.Context) ([]Invoice, error) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return slices.Clone(m.invoices), nil
}

func (m *Memory) ClaimUnpaid(context.Context) ([]Invoice, error) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	var claims []Invoice
	for _, invoice := range m.invoices {
		if !invoice.IsPaid && !m.claimed[invoice.ID] {
			m.claimed[invoice.ID] = true
			claims = append(claims, invoice)
		}
	}
	return claims, nil
}

func (m *Memory) MarkPaid(_ context.Context, id string) error { return m.endClaim(id, true) }

func (m *Memory) Release(_ context.Context, id string) error { return m.endClaim(id, false) }

func (m *Memory) endClaim(id string, paid bool) error {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if !m.claimed[id] {
		return fmt.Errorf("invoice %q is not claimed", id)
	}
	delete(m.claimed, id)
	at := slices.IndexFunc(m.invoices, func(invoice Invoice) bool { return invoice.ID == id })
	m.invoices[at].IsPaid = paid
	return nil
}
