package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
)

// record is one line of the history: a call that succeeded. Times are in nanoseconds on one clock.
type record struct {
	Kind   string `json:"kind"`
	Client int    `json:"client"`
	Call   int64  `json:"call"`
	Return int64  `json:"return"`
	// IDs are the invoices that a "create" or "pay" names as created or paid.
	IDs []string `json:"ids"`
	// Paid and Unpaid are all that a "list" shows.
	Paid   []string `json:"paid"`
	Unpaid []string `json:"unpaid"`
}

// history is all records, with invoices by number so that a list of many takes little room.
type history struct {
	ids     []string
	numbers map[string]int
	entries []entry
}

// entry is one record: levels[n] is what it says of invoice n, where it says anything. A list is
// silent about invoices that were first named after it: it has shown them absent.
type entry struct {
	client        int
	call, returns int64
	list          bool
	levels        map[int]level
	shown         []level
}

const longestLine = 1 << 28

// readHistory reads JSON lines; an error names the line.
func readHistory(from io.Reader) (*history, error) {
	h := &history{numbers: map[string]int{}}
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, longestLine)
	for n := 1; lines.Scan(); n++ {
		var r record
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		if r.Return < r.Call {
			return nil, fmt.Errorf("line %d: it returns at %d, before its call at %d", n, r.Return, r.Call)
		}
		if err := h.add(r); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
	}
	return h, lines.Err()
}

func (h *history) add(r record) error {
	e := entry{client: r.Client, call: r.Call, returns: r.Return, list: r.Kind == "list"}
	switch r.Kind {
	case "create":
		e.levels = h.levels(r.IDs, unpaid)
	case "pay":
		e.levels = h.levels(r.IDs, paid)
	case "list":
		h.show(&e, r.Unpaid, unpaid)
		h.show(&e, r.Paid, paid)
	default:
		return fmt.Errorf("kind %q; expected create, pay or list", r.Kind)
	}
	h.entries = append(h.entries, e)
	return nil
}

func (h *history) levels(ids []string, of level) map[int]level {
	levels := make(map[int]level, len(ids))
	for _, id := range ids {
		levels[h.number(id)] = of
	}
	return levels
}

func (h *history) show(e *entry, ids []string, of level) {
	for _, id := range ids {
		n := h.number(id)
		for len(e.shown) <= n {
			e.shown = append(e.shown, absent)
		}
		e.shown[n] = of
	}
}

func (h *history) number(id string) int {
	n, known := h.numbers[id]
	if !known {
		n = len(h.ids)
		h.numbers[id] = n
		h.ids = append(h.ids, id)
	}
	return n
}
