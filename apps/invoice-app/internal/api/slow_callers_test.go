package api

import (
	"fmt"
	"io"
	"net"
	"strings"
	"testing"

	"sre-challenge/apps/database/databasetest"
)

func TestSlowCallersKeepNobodyFromPaying(t *testing.T) {
	s := serve(t, databasetest.Shared(t).NewDatabase(t), paysAll)
	for _, path := range []string{"/invoices", "/invoices/pay", "/invoices", "/invoices/pay"} {
		slow, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer slow.Close()
		fmt.Fprintf(slow, "POST %s HTTP/1.1\r\nHost: service\r\nExpect: 100-continue\r\nContent-Length: 20\r\n\r\n{", path)
		const goOn = "HTTP/1.1 100 Continue\r\n\r\n"
		answered := make([]byte, len(goOn))
		if _, err := io.ReadFull(slow, answered); err != nil || string(answered) != goOn {
			t.Fatalf("%s: a slow caller got %q, %v", path, answered, err)
		}
	}
	s.expect(t, "POST", "/invoices/pay", "", 200, `{"paid":["I1","I2","I3"],"failed":[],"inDoubt":[],"more":false}`)
	s.expect(t, "POST", "/invoices", `{"InvoiceId":"X1","Value":1,"Currency":"EUR"}`, 201, `{"InvoiceId":"X1","Value":1,"Currency":"EUR","IsPaid":false}`)
}
