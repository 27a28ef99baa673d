package main

import (
	"context"
	"fmt"
	"io"
)

// sslRequest asks a PostgreSQL server whether it speaks TLS: its own length and a number that no
// version of the protocol has.
var sslRequest = []byte{0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f}

// askPostgres counts either answer to sslRequest, yes and no: a server says it before it asks who is
// there, and logs nothing.
func askPostgres(ctx context.Context, server string) Answer {
	conn, err := dial(ctx, "tcp", server)
	if err != nil {
		return unreached(err)
	}
	defer func() { _ = conn.Close() }()
	if _, err := conn.Write(sslRequest); err != nil {
		return Answer{Outcome: Connected, Detail: err.Error()}
	}
	reply := make([]byte, 1)
	if _, err := io.ReadFull(conn, reply); err != nil {
		return Answer{Outcome: Connected, Detail: err.Error()}
	}
	switch reply[0] {
	case 'S':
		return Answer{Outcome: Answered, Detail: "PostgreSQL with TLS"}
	case 'N':
		return Answer{Outcome: Answered, Detail: "PostgreSQL without TLS"}
	default:
		return Answer{Outcome: Connected, Detail: fmt.Sprintf("no PostgreSQL server: %q", reply)}
	}
}
