package payment

import (
	"strings"
	"testing"
)

func TestParseKey(t *testing.T) {
	longest := strings.Repeat("k", 255)
	tests := map[string]struct {
		values []string
		want   string
	}{
		"no header":     {nil, "Ü 1"},
		"plain":         {[]string{"7d1b"}, "7d1b"},
		"quoted":        {[]string{`"7d1b"`}, `"7d1b"`},
		"edges visible": {[]string{"!~"}, "!~"},
		"longest":       {[]string{longest}, longest},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got, err := ParseKey(test.values, "Ü 1"); err != nil || got != test.want {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}

func TestParseKeyRefuses(t *testing.T) {
	const shape = "Idempotency-Key must be 1 to 255 visible ASCII characters"
	tests := map[string]struct {
		values []string
		want   string
	}{
		"empty":     {[]string{""}, shape},
		"too long":  {[]string{strings.Repeat("k", 256)}, shape},
		"space":     {[]string{"a b"}, shape},
		"tab":       {[]string{"a\tb"}, shape},
		"line":      {[]string{"a\r\nX-Admin: yes"}, shape},
		"zero byte": {[]string{"a\x00"}, shape},
		"delete":    {[]string{"a\x7f"}, shape},
		"umlaut":    {[]string{"ä"}, shape},
		"no UTF-8":  {[]string{"\xff"}, shape},
		"two":       {[]string{"a", "a"}, "Idempotency-Key must be given once"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got, err := ParseKey(test.values, "I1"); err == nil || err.Error() != test.want || got != "" {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}

func FuzzParseKey(f *testing.F) {
	for _, key := range []string{"", "7d1b", "a b", "ä", "\xff", "\r\n", strings.Repeat("k", 256)} {
		f.Add(key)
	}
	f.Fuzz(func(t *testing.T, header string) {
		key, err := ParseKey([]string{header}, "I1")
		if err != nil {
			if key != "" {
				t.Errorf("both %q and %v", key, err)
			}
			return
		}
		if key != header || len(key) < 1 || len(key) > 255 {
			t.Errorf("%q became %q", header, key)
		}
		for _, char := range []byte(key) {
			if char < 0x21 || char > 0x7e {
				t.Errorf("%q holds %#x", key, char)
			}
		}
	})
}
