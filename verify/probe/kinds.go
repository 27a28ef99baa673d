package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
)

// bodyLimit is how much of a server's answer is reported, in bytes.
const bodyLimit = 256

// clip makes text of what a server said.
func clip(said []byte) string {
	return strings.ToValidUTF8(string(said[:min(len(said), bodyLimit)]), "?")
}

func dial(ctx context.Context, network, server string) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, network, server)
	if err != nil {
		return nil, err
	}
	end, _ := ctx.Deadline()
	return conn, conn.SetDeadline(end)
}

func askTCP(ctx context.Context, server string) Answer {
	conn, err := dial(ctx, "tcp", server)
	if err != nil {
		return unreached(err)
	}
	_ = conn.Close()
	return Answer{Outcome: Answered, Detail: "connected to " + server}
}

// askHTTP speaks HTTP/1.0 over a plain connection: net/http would double the time that the image
// takes to build.
func askHTTP(ctx context.Context, server string, q Question) Answer {
	authorization, err := authorizationOf(q)
	if err != nil {
		return Answer{Outcome: Failed, Detail: err.Error()}
	}
	conn, err := dial(ctx, "tcp", server)
	if err != nil {
		return unreached(err)
	}
	defer func() { _ = conn.Close() }()
	if _, err := fmt.Fprintf(conn, "GET %s HTTP/1.0\r\nHost: %s\r\n%s\r\n", q.Path, q.Host, authorization); err != nil {
		return Answer{Outcome: Connected, Detail: err.Error()}
	}
	reply := bufio.NewReader(conn)
	status, err := reply.ReadString('\n')
	if err != nil || !strings.HasPrefix(status, "HTTP/") {
		return Answer{Outcome: Connected, Detail: fmt.Sprintf("no HTTP status but %q, %v", status, err)}
	}
	for line := status; strings.TrimSpace(line) != "" && err == nil; {
		line, err = reply.ReadString('\n')
	}
	body, _ := io.ReadAll(io.LimitReader(reply, bodyLimit))
	return Answer{Outcome: Answered, Detail: strings.TrimSpace(status), Body: clip(body)}
}

// authorizationOf is the header of a question that has a token.
func authorizationOf(q Question) (string, error) {
	if q.TokenFile == "" {
		return "", nil
	}
	token, err := os.ReadFile(q.TokenFile)
	return "Authorization: Bearer " + strings.TrimSpace(string(token)) + "\r\n", err
}

func askUDP(ctx context.Context, server string) Answer {
	conn, err := dial(ctx, "udp", server)
	if err != nil {
		return unreached(err)
	}
	defer func() { _ = conn.Close() }()
	if _, err := conn.Write([]byte("who are you?")); err != nil {
		return unreached(err)
	}
	reply := make([]byte, bodyLimit)
	n, err := conn.Read(reply)
	if err != nil {
		return unreached(err)
	}
	return Answer{Outcome: Answered, Detail: "datagram from " + server, Body: clip(reply[:n])}
}
