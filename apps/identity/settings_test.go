package identity

import (
	"maps"
	"strings"
	"testing"
)

var common = map[string]string{
	"IDENTITY_ISSUER": "https://issuer.example/a", "IDENTITY_AUDIENCE": "payment-provider", "IDENTITY_KEYS_FILE": "/etc/identity/jwks.json",
}

// readers are each way to read settings, with good values for its own variables.
var readers = map[string]struct {
	read func(func(string) string) (*Settings, error)
	own  map[string]string
	want Settings
}{
	"subject": {ReadSubjectSettings, map[string]string{"IDENTITY_SUBJECT": "system:serviceaccount:invoices:invoice-app"},
		Settings{"https://issuer.example/a", "payment-provider", "/etc/identity/jwks.json",
			Claim{"sub", "system:serviceaccount:invoices:invoice-app"}, Claim{"sub", "system:serviceaccount:invoices:invoice-app"}}},
	"rights": {ReadRightSettings, map[string]string{"IDENTITY_READ": "groups=invoices:readers", "IDENTITY_WRITE": "https://x/roles=a=b"},
		Settings{"https://issuer.example/a", "payment-provider", "/etc/identity/jwks.json",
			Claim{"groups", "invoices:readers"}, Claim{"https://x/roles", "a=b"}}},
}

func TestReadSettings(t *testing.T) {
	for name, reader := range readers {
		all := maps.Clone(common)
		maps.Copy(all, reader.own)
		from := func(variables map[string]string) func(string) string {
			return func(name string) string { return variables[name] }
		}
		if got, err := reader.read(from(all)); err != nil || *got != reader.want {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if got, err := reader.read(from(nil)); err != nil || got != nil {
			t.Errorf("%s, none set: %+v, %v", name, got, err)
		}
		for missing := range all {
			some := maps.Clone(all)
			delete(some, missing)
			_, err := reader.read(from(some))
			if err == nil || !strings.HasPrefix(err.Error(), missing+`: "" is not valid; expected `) || strings.Count(err.Error(), "\n") > 0 ||
				!strings.Contains(err.Error(), "; set all of IDENTITY_AUDIENCE, IDENTITY_ISSUER, IDENTITY_KEYS_FILE, ") {
				t.Errorf("%s without %s: %v", name, missing, err)
			}
			_, err = reader.read(from(map[string]string{missing: all[missing]}))
			if err == nil || strings.Count(err.Error(), "\n") != len(all)-2 {
				t.Errorf("%s with %s alone: %v", name, missing, err)
			}
		}
		for variable, values := range map[string][]string{
			"IDENTITY_ISSUER": {"issuer", "http://issuer.example", "https://", "https://a:b@issuer.example", "https://issuer.example?x", "https://issuer.example#x",
				"https://issuer.example/a b", "https://issuer.example/" + strings.Repeat("x", 256)},
			"IDENTITY_AUDIENCE":  {"a b", "ä", "a\n", strings.Repeat("x", 257)},
			"IDENTITY_KEYS_FILE": {"jwks.json", "./jwks.json"},
			"IDENTITY_SUBJECT":   {"a b", strings.Repeat("x", 257)},
			"IDENTITY_READ":      {"groups", "groups=", "=readers", "=", "groups=a b", strings.Repeat("x", 257) + "=a"},
			"IDENTITY_WRITE":     {"groups", "groups=" + strings.Repeat("x", 257)},
		} {
			if all[variable] == "" {
				continue
			}
			for _, value := range values {
				wrong := maps.Clone(all)
				wrong[variable] = value
				if _, err := reader.read(from(wrong)); err == nil || !strings.HasPrefix(err.Error(), variable+": ") || len(err.Error()) > 1<<10 {
					t.Errorf("%s=%s: %v", variable, value, err)
				}
			}
		}
	}
}
