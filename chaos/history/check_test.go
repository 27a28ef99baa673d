package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestHistories(t *testing.T) {
	for name, test := range map[string]struct {
		history string
		code    int
		says    string
	}{
		"forward only": {`
			{"kind":"create","client":0,"call":0,"return":1,"ids":["a"]}
			{"kind":"list","client":1,"call":2,"return":3,"unpaid":["a"]}
			{"kind":"pay","client":2,"call":2,"return":5,"ids":["a"]}
			{"kind":"list","client":1,"call":6,"return":7,"paid":["a"]}`, holds, `"invoices":1,"lists":2`},
		"paid, then unpaid": {`
			{"kind":"list","client":1,"call":2,"return":3,"paid":["a"]}
			{"kind":"list","client":2,"call":4,"return":5,"unpaid":["a"]}`, violated,
			"a list shows it paid at 3ns, and then a list shows it unpaid at 4ns"},
		"both at once may be in either order": {`
			{"kind":"list","client":1,"call":2,"return":4,"paid":["a"]}
			{"kind":"list","client":2,"call":4,"return":5,"unpaid":["a"]}`, holds, ""},
		"a long list that began before the payment may still show it unpaid": {`
			{"kind":"list","client":1,"call":1,"return":9,"unpaid":["a"]}
			{"kind":"pay","client":2,"call":2,"return":3,"ids":["a"]}
			{"kind":"list","client":3,"call":4,"return":5,"paid":["a"]}`, holds, ""},
		"two long lists cannot both be excused by one that each overlaps": {`
			{"kind":"pay","client":0,"call":1,"return":2,"ids":["a"]}
			{"kind":"list","client":1,"call":3,"return":9,"paid":["a"]}
			{"kind":"list","client":2,"call":4,"return":5,"unpaid":["a"]}`, violated, "an answer says it is paid"},
		"an answer said paid, and a later list does not": {`
			{"kind":"pay","client":0,"call":1,"return":2,"ids":["a"]}
			{"kind":"list","client":1,"call":3,"return":4,"unpaid":["a"]}`, violated, "an answer says it is paid"},
		"created, then not there": {`
			{"kind":"create","client":0,"call":0,"return":1,"ids":["a"]}
			{"kind":"list","client":1,"call":2,"return":3}`, violated, "a list shows it absent"},
		"seen, then not there": {`
			{"kind":"list","client":1,"call":2,"return":3,"unpaid":["a","b"]}
			{"kind":"list","client":1,"call":4,"return":5,"unpaid":["a"]}`, violated, `"id":"b"`},
		"not there, and seen later": {`
			{"kind":"list","client":1,"call":2,"return":3}
			{"kind":"list","client":1,"call":4,"return":5,"paid":["a"]}`, holds, ""},
		"nobody looked":        {`{"kind":"pay","client":0,"call":1,"return":2,"ids":["a"]}`, cannotCheck, ""},
		"not JSON":             {`{"kind":`, cannotCheck, "line 1"},
		"an unknown kind":      {`{"kind":"refund"}`, cannotCheck, `kind "refund"`},
		"a return before call": {`{"kind":"list","call":5,"return":4}`, cannotCheck, "before its call"},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "history")
			text := strings.ReplaceAll(strings.TrimSpace(test.history), "\t", "")
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			var out strings.Builder
			code, err := run([]string{file}, &out)
			said := out.String()
			if err != nil {
				said += err.Error()
			}
			if code != test.code || !strings.Contains(said, test.says) {
				t.Errorf("exit %d, %s; expected %d, %q", code, said, test.code, test.says)
			}
		})
	}
}

// As large as a run on the cluster: every list shows every invoice, and some overlap.
func TestManyListsOfManyInvoices(t *testing.T) {
	const invoices, lists = 1000, 300
	var text strings.Builder
	for n := range lists {
		ids := make([]string, 0, invoices)
		for i := range invoices {
			ids = append(ids, fmt.Sprintf("%q", fmt.Sprint("i", i)))
		}
		split := invoices * n / lists
		fmt.Fprintf(&text, `{"kind":"list","client":%d,"call":%d,"return":%d,"paid":[%s],"unpaid":[%s]}`+"\n",
			n%3, n*10, n*10+25, strings.Join(ids[:split], ","), strings.Join(ids[split:], ","))
	}
	recorded, err := readHistory(strings.NewReader(text.String()))
	if err != nil {
		t.Fatal(err)
	}
	found := check(recorded)
	if found.Invoices != invoices || found.Lists != lists || len(found.Violations)+len(found.Undecided) > 0 {
		t.Errorf("found %+v", found)
	}
}
