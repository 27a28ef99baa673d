package databasetest

import (
	"context"
	"fmt"
	"net"

	"github.com/jackc/pgx/v5"
)

// connect comes as the superuser, by the socket.
func (s *Server) connect(database string) (*pgx.Conn, error) {
	return pgx.Connect(context.Background(), fmt.Sprintf("host=%s port=%d dbname=%s user=%s sslmode=disable connect_timeout=3",
		s.folder, s.port, database, Superuser))
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}
