package invoice

import (
	"cmp"
	"slices"
	"sync"
)

// Outcome tells what one run of a Payer did, in the store's order. An invoice that another run is
// paying meanwhile is in no list.
type Outcome struct {
	Paid    []string  `json:"paid"`
	Failed  []Problem `json:"failed"`
	InDoubt []Problem `json:"inDoubt"`
	// More says that the run ended before it had seen every unpaid invoice: there may be more.
	More bool `json:"more"`
}

// IsEmpty: no invoice was tried.
func (o Outcome) IsEmpty() bool { return len(o.Paid)+len(o.Failed)+len(o.InDoubt) == 0 }

// Problem is an invoice that was not paid for certain, and why.
type Problem struct {
	ID     string `json:"id"`
	Reason string `json:"error"`
}

// tally gathers the results of a run, as they come.
type tally struct {
	mutex   sync.Mutex
	results []entry
	// unreachable says that a payment was not even sent: to go on would be in vain.
	unreachable bool
}

type entry struct {
	position int64
	state    State
	problem  Problem
}

func (t *tally) add(result Result, unreachable bool) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.results = append(t.results, entry{result.Position, result.State, Problem{result.ID, result.Reason}})
	t.unreachable = t.unreachable || unreachable
}

func (t *tally) isUnreachable() bool {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	return t.unreachable
}

func (t *tally) outcome() Outcome {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	slices.SortFunc(t.results, func(a, b entry) int { return cmp.Compare(a.position, b.position) })
	outcome := Outcome{Paid: []string{}, Failed: []Problem{}, InDoubt: []Problem{}}
	for _, result := range t.results {
		switch result.state {
		case Paid:
			outcome.Paid = append(outcome.Paid, result.problem.ID)
		case Failed:
			outcome.Failed = append(outcome.Failed, result.problem)
		case InDoubt:
			outcome.InDoubt = append(outcome.InDoubt, result.problem)
		}
	}
	return outcome
}
