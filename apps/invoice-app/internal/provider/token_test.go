package provider

import (
	"errors"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestEachPaymentSendsTheFilesTokenOfNow(t *testing.T) {
	file := filepath.Join(t.TempDir(), "token")
	sent := []string{}
	client := NewClient(&url.URL{Scheme: "http", Host: "pay"}, file, roundTrip(func(r *http.Request) (*http.Response, error) {
		sent = append(sent, r.Method+" "+strings.Join(r.Header.Values("Authorization"), ","))
		if r.Method == http.MethodPost && len(sent) == 2 {
			return answer(409, `{}`)
		}
		return answer(200, `{"id":"I1","value":12.1,"currency":"EUR"}`)
	}), func() {})
	for _, content := range []string{"first", "second\n"} {
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := client.Pay(t.Context(), due); err != nil {
			t.Error(err)
		}
	}
	if got := strings.Join(sent, "; "); got != "POST Bearer first; POST Bearer second; GET Bearer second" {
		t.Errorf("sent %s", got)
	}
}

func TestNoTokenIsSentWithoutAFile(t *testing.T) {
	client := clientOf(t, "http://pay", roundTrip(func(r *http.Request) (*http.Response, error) {
		if header := r.Header.Values("Authorization"); len(header) > 0 {
			t.Errorf("sent %q", header)
		}
		return answer(200, paid)
	}))
	if err := client.Pay(t.Context(), due); err != nil {
		t.Error(err)
	}
}

func TestPaymentWithoutItsTokenFails(t *testing.T) {
	tests := map[string]struct {
		content string
		want    string
	}{
		"gone":       {"", "no such file"},
		"empty":      {"", "is empty"},
		"blank":      {" \n", "is empty"},
		"two lines":  {"secret\nsecret", "no token"},
		"two words":  {"secret secret", "no token"},
		"no text":    {"secret\x00", "no token"},
		"very large": {strings.Repeat("secret", 1<<20), "longer than"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "token")
			if name != "gone" {
				if err := os.WriteFile(file, []byte(test.content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			client := NewClient(&url.URL{Scheme: "http", Host: "pay"}, file, roundTrip(func(*http.Request) (*http.Response, error) {
				t.Error("sent")
				return answer(200, paid)
			}), func() { t.Error("tried again") })
			for range 2 * breakerTries { // it is no trouble of the provider's
				err := client.Pay(t.Context(), due)
				if kindOf(err) != "not sent" || err.Error() != "the token for payment-provider cannot be read" {
					t.Errorf("got %v", err)
				}
				if cause := errors.Unwrap(err); cause == nil || !strings.Contains(cause.Error(), test.want) || strings.Contains(cause.Error(), "secret") {
					t.Errorf("its cause is %v", cause)
				}
			}
		})
	}
}

// Another try may have paid: that the provider then does not know us is no word about it.
func TestUnknownCallerNeverEndsADoubt(t *testing.T) {
	for _, status := range []int{401, 403} {
		synctest.Test(t, func(t *testing.T) {
			tries := 0
			err := clientOf(t, "http://pay", roundTrip(func(r *http.Request) (*http.Response, error) {
				if tries++; tries == 1 {
					time.Sleep(2 * tryDeadline)
					return nil, r.Context().Err()
				}
				return answer(status, `{}`)
			})).Pay(t.Context(), due)
			if kindOf(err) != "in doubt" || tries > 2 || err.Error() != "payment-provider does not accept invoice-app's identity" {
				t.Errorf("%d: got %v after %d tries", status, err, tries)
			}
		})
	}
}

func TestBooksThatMayNotBeReadSettleNothing(t *testing.T) {
	for _, status := range []int{401, 403} {
		err := clientOf(t, "http://pay", roundTrip(func(r *http.Request) (*http.Response, error) {
			if r.Method == http.MethodPost {
				return answer(409, `{}`)
			}
			return answer(status, `{"id":"I1","value":12.1,"currency":"EUR"}`)
		})).Pay(t.Context(), due)
		if kindOf(err) != "not sent" || err.Error() != "payment-provider does not accept invoice-app's identity" {
			t.Errorf("%d: got %v", status, err)
		}
	}
}
