package main

import (
	"strings"
	"testing"
)

func TestPrintGrowth(t *testing.T) {
	small := round{invoices: 10, peaks: []peak{{"service", 100, true}, {"database", 100, false}}}
	for name, test := range map[string]struct {
		service, database int64
		constant          bool
		says              string
	}{
		"both as before":           {100, 100, true, "1.00 times, service: constant"},
		"at the limit":             {150, 100, true, "1.50 times, service: constant"},
		"a service grows":          {151, 100, false, "service: grows by more than 1.5"},
		"only the database's does": {100, 900, true, "9.00 times, database: not judged"},
	} {
		t.Run(name, func(t *testing.T) {
			large := round{invoices: 100, peaks: []peak{{"service", test.service, true}, {"database", test.database, false}}}
			var out strings.Builder
			if got := printGrowth(&out, small, large); got != test.constant {
				t.Errorf("constant: %v; expected %v", got, test.constant)
			}
			if !strings.Contains(out.String(), test.says) {
				t.Errorf("it says\n%s\nand not %q", &out, test.says)
			}
		})
	}
}

func TestArguments(t *testing.T) {
	for _, args := range [][]string{{"10000"}, {"--invoices", "0"}, {"--sequential", "-1"}, {"--fast"}} {
		code, err := run(t.Context(), args, &strings.Builder{})
		if code != notMeasured || err == nil {
			t.Errorf("%v: exit %d, %v; expected %d and an error", args, code, err, notMeasured)
		}
	}
}
