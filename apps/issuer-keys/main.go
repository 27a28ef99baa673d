// Issuer-keys copies the public keys by which the cluster signs its service accounts' tokens into
// ConfigMaps, for pods that have no way to the API server. With the argument once it ends: with 0 when
// the ConfigMaps hold the keys, else with 1 and the error as one line on stderr. With forever it
// copies every minute until it is told to end, or fails for a minute.
package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

const (
	// A new pod's way to the API server, and its rights, may be some seconds younger than it is.
	patience = time.Minute
	pause    = 2 * time.Second
	// An issuer shows a new key before it signs with it.
	interval = time.Minute
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Getenv); err != nil {
		fmt.Fprintln(os.Stderr, strings.ReplaceAll(err.Error(), "\n", "; "))
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, getenv func(string) string) error {
	target, err := readTarget(getenv)
	if err != nil {
		return err
	}
	switch strings.Join(args, " ") {
	case "once":
		return copyKeys(ctx, target, mounted, patience, pause)
	case "forever":
		return again(ctx, interval, func(ctx context.Context) error {
			return copyKeys(ctx, target, mounted, patience, pause)
		})
	}
	return fmt.Errorf("%.100q: expected once or forever", args)
}

// copyKeys tries until it succeeds, patience or the context ends; its error is that of the last try.
func copyKeys(ctx context.Context, to target, account serviceAccount, patience, pause time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		err := copyOnce(ctx, to, account)
		if err == nil {
			return nil
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return err
		}
	}
}

// again does it until it fails or the context ends, which is no error.
func again(ctx context.Context, interval time.Duration, do func(context.Context) error) error {
	for {
		if err := do(ctx); err != nil && ctx.Err() == nil {
			return err
		}
		select {
		case <-time.After(interval):
		case <-ctx.Done():
			return nil
		}
	}
}

// target is where it is written: the ConfigMaps of one name in several namespaces, which are there.
type target struct {
	apiServer string
	// issuer is whose keys they have to be.
	issuer     string
	namespaces []string
	name       string
}

// readTarget names in its error every variable that is missing; none has a default.
func readTarget(getenv func(string) string) (target, error) {
	var missing []error
	read := func(variable, expected string) string {
		value := getenv(variable)
		if value == "" {
			missing = append(missing, fmt.Errorf("%s: is not set; expected %s", variable, expected))
		}
		return value
	}
	host := read("KUBERNETES_SERVICE_HOST", "the API server's address, which Kubernetes sets in every container")
	port := read("KUBERNETES_SERVICE_PORT", "the API server's port, which Kubernetes sets in every container")
	issuer := read("KEYS_ISSUER", "the claim iss of the cluster's tokens")
	namespaces := read("KEYS_NAMESPACES", "the namespaces of the ConfigMaps, by commas, such as payments,invoices")
	name := read("KEYS_CONFIG_MAP", "the name of the ConfigMaps")
	return target{"https://" + net.JoinHostPort(host, port), issuer, strings.Split(namespaces, ","), name}, errors.Join(missing...)
}
