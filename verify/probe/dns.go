package main

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"strings"
)

const (
	queryID          = 0x7065
	headerLength     = 12
	recursionDesired = 0x0100
	typeA, classIN   = 1, 1
	maxLabel         = 63
)

// askDNS puts one name to one resolver over one transport, "udp" or "tcp". It speaks the protocol
// itself, since net.Resolver keeps only the text of a network error.
func askDNS(ctx context.Context, transport, server, name string) Answer {
	query, err := dnsQuery(name)
	if err != nil {
		return Answer{Outcome: Failed, Detail: err.Error()}
	}
	conn, err := dial(ctx, transport, server)
	if err != nil {
		return unreached(err)
	}
	defer func() { _ = conn.Close() }()
	reply, err := exchange(conn, transport, query)
	if err != nil && transport == "udp" {
		return unreached(err)
	}
	if err != nil {
		return Answer{Outcome: Connected, Detail: err.Error()}
	}
	return readReply(reply, name)
}

// dnsQuery is one question for the IPv4 addresses of a name.
func dnsQuery(name string) ([]byte, error) {
	query := binary.BigEndian.AppendUint16(nil, queryID)
	query = binary.BigEndian.AppendUint16(query, recursionDesired)
	query = append(query, 0, 1, 0, 0, 0, 0, 0, 0)
	for label := range strings.SplitSeq(strings.TrimSuffix(name, "."), ".") {
		if label == "" || len(label) > maxLabel {
			return nil, fmt.Errorf("%q is not a host name", name)
		}
		query = append(query, byte(len(label)))
		query = append(query, label...)
	}
	return append(query, 0, 0, typeA, 0, classIN), nil
}

// exchange sends one message and reads one. Over TCP each follows its length in two bytes.
func exchange(conn net.Conn, transport string, query []byte) ([]byte, error) {
	if transport == "udp" {
		if _, err := conn.Write(query); err != nil {
			return nil, err
		}
		reply := make([]byte, 512)
		n, err := conn.Read(reply)
		return reply[:n], err
	}
	framed := binary.BigEndian.AppendUint16(nil, uint16(len(query)))
	if _, err := conn.Write(append(framed, query...)); err != nil {
		return nil, err
	}
	var length uint16
	if err := binary.Read(conn, binary.BigEndian, &length); err != nil {
		return nil, err
	}
	reply := make([]byte, length)
	_, err := io.ReadFull(conn, reply)
	return reply, err
}

// readReply trusts the header alone: whether there was an answer is the question here, not which.
func readReply(reply []byte, name string) Answer {
	if len(reply) < headerLength || binary.BigEndian.Uint16(reply) != queryID {
		return Answer{Outcome: Connected, Detail: "what came back is not a DNS reply"}
	}
	rcode, records := reply[3]&0x0f, binary.BigEndian.Uint16(reply[6:])
	if rcode != 0 || records == 0 {
		return Answer{Outcome: Connected, Detail: fmt.Sprintf("rcode %d, %d records for %s", rcode, records, name)}
	}
	return Answer{Outcome: Answered, Detail: fmt.Sprintf("%d records for %s", records, name)}
}
