package faults

import (
	"fmt"
	"net"
	"strings"
	"testing"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
)

// proxy stands between two processes and does to their connections what it is told.
type proxy struct{ *toxiproxy.Proxy }

func startProxy(t *testing.T, upstream string) proxy {
	t.Helper()
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	p := proxy{toxiproxy.NewProxy(server, "between", "127.0.0.1:0", upstream)}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Stop)
	return p
}

// add begins a fault on what is sent up (to the server) or down (from it); attributes are JSON.
func (p proxy) add(t *testing.T, kind, direction, attributes string) {
	t.Helper()
	toxic := fmt.Sprintf(`{"type":%q,"stream":"%sstream","attributes":{%s}}`, kind, direction, attributes)
	if _, err := p.Toxics.AddToxicJson(strings.NewReader(toxic)); err != nil {
		t.Fatal(err)
	}
}

func (p proxy) heal(t *testing.T) { p.Toxics.ResetToxics(t.Context()) }

func (p proxy) port(t *testing.T) string {
	t.Helper()
	_, port, err := net.SplitHostPort(p.Listen)
	if err != nil {
		t.Fatal(err)
	}
	return port
}
