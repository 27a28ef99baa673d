package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"
	"time"
)

// deadline bounds each step of a question: finding the address, and then asking it.
const deadline = time.Second

// Question is one thing to ask of one server.
type Question struct {
	// Kind is "http" (GET Path), "postgres" (ask whether the server speaks TLS), "tcp" (connect), "udp"
	// (one datagram there and back), or "dns-udp" and "dns-tcp" (ask the server at Host for the
	// addresses of Name).
	Kind string `json:"kind"`
	// Host is an IP address, or a fully qualified name to look up first.
	Host string `json:"host"`
	Port uint16 `json:"port"`
	Path string `json:"path,omitempty"`
	Name string `json:"name,omitempty"`
	// TokenFile is sent as a bearer token by http; none if empty.
	TokenFile string `json:"tokenFile,omitempty"`
}

// Answer is what became of a question.
type Answer struct {
	Outcome Outcome `json:"outcome"`
	// Detail is the status line, what was found, or the error.
	Detail string `json:"detail"`
	// Body is what the server said, for http and udp.
	Body string `json:"body,omitempty"`
}

func runAsk(ctx context.Context, in io.Reader, out io.Writer) error {
	var questions []Question
	if err := json.NewDecoder(in).Decode(&questions); err != nil {
		return fmt.Errorf("the questions are not a JSON array of questions: %w", err)
	}
	return json.NewEncoder(out).Encode(askAll(ctx, questions))
}

// askAll asks everything at once and answers in the order of the questions.
func askAll(ctx context.Context, questions []Question) []Answer {
	answers := make([]Answer, len(questions))
	var asked sync.WaitGroup
	for i, q := range questions {
		asked.Go(func() { answers[i] = ask(ctx, q) })
	}
	asked.Wait()
	return answers
}

// ask never fails: what went wrong is the answer.
func ask(ctx context.Context, q Question) Answer {
	address, err := addressOf(ctx, q.Host)
	if err != nil {
		return Answer{Outcome: Unresolved, Detail: err.Error()}
	}
	server := net.JoinHostPort(address, strconv.Itoa(int(q.Port)))
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	switch q.Kind {
	case "http":
		return askHTTP(ctx, server, q)
	case "postgres":
		return askPostgres(ctx, server)
	case "tcp":
		return askTCP(ctx, server)
	case "udp":
		return askUDP(ctx, server)
	case "dns-udp":
		return askDNS(ctx, "udp", server, q.Name)
	case "dns-tcp":
		return askDNS(ctx, "tcp", server, q.Name)
	default:
		return Answer{Outcome: Failed, Detail: fmt.Sprintf("unknown kind of question %q", q.Kind)}
	}
}

// addressOf keeps "the name cannot be resolved" apart from "the address cannot be reached".
func addressOf(ctx context.Context, host string) (string, error) {
	if net.ParseIP(host) != nil {
		return host, nil
	}
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	found, err := (&net.Resolver{PreferGo: true}).LookupHost(ctx, fullyQualified(host))
	if err != nil {
		return "", err
	}
	return found[0], nil
}

// fullyQualified spares a cluster name the round through the pod's search domains.
func fullyQualified(name string) string { return strings.TrimSuffix(name, ".") + "." }
