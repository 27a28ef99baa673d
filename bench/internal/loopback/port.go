// Package loopback finds free ports of this machine's own address.
package loopback

import "net"

// FreePort is a TCP port of 127.0.0.1 that nothing listens on right now.
func FreePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().(*net.TCPAddr).Port, nil
}
