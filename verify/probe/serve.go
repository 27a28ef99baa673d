package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"
	"time"
)

// requestDeadline bounds a caller that connects and then says nothing.
const requestDeadline = 5 * time.Second

// server answers every question with its name.
type server struct {
	name string
	tcp  []net.Listener
	udp  []net.PacketConn
}

// runServe listens on every port named by the flags until ctx ends.
func runServe(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("serve", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	name := flags.String("name", "", "the identity to answer with")
	tcp := flags.String("tcp", "", "TCP ports, separated by commas")
	udp := flags.String("udp", "", "UDP ports, separated by commas")
	if err := flags.Parse(args); err != nil {
		return fmt.Errorf("%w; %s", err, usage)
	}
	if *name == "" || flags.NArg() > 0 {
		return errUsage
	}
	s, err := listen(*name, *tcp, *udp)
	if err != nil {
		return err
	}
	return s.serve(ctx)
}

// listen opens every port or none.
func listen(name, tcp, udp string) (*server, error) {
	s := &server{name: name}
	open := func(ports string, one func(address string) error) error {
		for _, port := range strings.FieldsFunc(ports, func(r rune) bool { return r == ',' }) {
			if _, err := strconv.ParseUint(port, 10, 16); err != nil {
				return fmt.Errorf("%q is not a port; %s", port, usage)
			}
			if err := one(":" + port); err != nil {
				return err
			}
		}
		return nil
	}
	err := errors.Join(
		open(tcp, func(address string) error {
			l, err := net.Listen("tcp", address)
			if err == nil {
				s.tcp = append(s.tcp, l)
			}
			return err
		}),
		open(udp, func(address string) error {
			c, err := net.ListenPacket("udp", address)
			if err == nil {
				s.udp = append(s.udp, c)
			}
			return err
		}),
	)
	if err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *server) close() {
	for _, l := range s.tcp {
		_ = l.Close()
	}
	for _, c := range s.udp {
		_ = c.Close()
	}
}

// serve returns once ctx has ended and every port is closed.
func (s *server) serve(ctx context.Context) error {
	stop := context.AfterFunc(ctx, s.close)
	defer stop()
	var loops sync.WaitGroup
	for _, l := range s.tcp {
		loops.Go(func() { s.acceptFrom(l) })
	}
	for _, c := range s.udp {
		loops.Go(func() { s.replyOn(c) })
	}
	loops.Wait()
	return nil
}

func (s *server) acceptFrom(l net.Listener) {
	for {
		conn, err := l.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err == nil {
			go s.answer(conn)
		}
	}
}

// answer reads the head of one HTTP request and replies with the name, whatever was asked.
func (s *server) answer(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(requestDeadline))
	for head := bufio.NewScanner(conn); head.Scan() && head.Text() != ""; {
	}
	_, _ = fmt.Fprintf(conn, "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s",
		len(s.name), s.name)
}

func (s *server) replyOn(c net.PacketConn) {
	buffer := make([]byte, 512)
	for {
		_, from, err := c.ReadFrom(buffer)
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err == nil {
			_, _ = c.WriteTo([]byte(s.name), from)
		}
	}
}
