// History checks what clients saw while faults were made: no invoice may go back, from paid to
// unpaid or from there to not being there at all.
//
//	history FILE
//
// It prints one line of JSON. Exits 0 if the history holds, 1 if it does not, 2 if that cannot be said.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

const (
	holds       = 0
	violated    = 1
	cannotCheck = 2
)

func main() {
	code, err := run(os.Args[1:], os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "history:", err)
	}
	os.Exit(code)
}

func run(args []string, out io.Writer) (int, error) {
	if len(args) != 1 {
		return cannotCheck, errors.New("usage: history FILE")
	}
	file, err := os.Open(args[0])
	if err != nil {
		return cannotCheck, err
	}
	defer func() { _ = file.Close() }()
	recorded, err := readHistory(file)
	if err != nil {
		return cannotCheck, fmt.Errorf("%s: %w", args[0], err)
	}
	found := check(recorded)
	if err := json.NewEncoder(out).Encode(found); err != nil {
		return cannotCheck, err
	}
	switch {
	case len(found.Violations) > 0:
		return violated, nil
	case len(found.Undecided) > 0 || found.Lists == 0:
		return cannotCheck, nil
	default:
		return holds, nil
	}
}
