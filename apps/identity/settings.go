// Package identity asks callers for a bearer token (RFC 6750), a JSON Web Token (RFC 7519) that an
// issuer has signed for this service, and reads the one that a service itself sends.
package identity

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Claim is what a token must say: the claim Name has Value, or is a list that has it.
type Claim struct{ Name, Value string }

// Settings say whose tokens count, and for what.
type Settings struct {
	// Issuer is the claim iss, an https URL. From IDENTITY_ISSUER.
	Issuer string
	// Audience is one of the claim aud: the name that tokens for this service are made for. From
	// IDENTITY_AUDIENCE.
	Audience string
	// KeysFile has the issuer's public keys, a JSON Web Key Set (RFC 7517), such as a Kubernetes API
	// server answers at /openid/v1/jwks. From IDENTITY_KEYS_FILE.
	KeysFile string
	// Read is asked for by GET and HEAD, Write by every other method.
	Read, Write Claim
}

// ReadSubjectSettings reads IDENTITY_ISSUER, IDENTITY_AUDIENCE, IDENTITY_KEYS_FILE and
// IDENTITY_SUBJECT, the only caller there is, such as system:serviceaccount:invoices:invoice-app.
// Where none is set, it is nil: nobody is asked. The error names every wrong variable, its value and
// what is expected; to set only some is one.
func ReadSubjectSettings(getenv func(string) string) (*Settings, error) {
	values, err := read(getenv, map[string]check{
		"IDENTITY_SUBJECT": {isText, "the subject of the only caller, such as system:serviceaccount:invoices:invoice-app"},
	})
	if values == nil {
		return nil, err
	}
	caller := Claim{"sub", values["IDENTITY_SUBJECT"]}
	return settingsOf(values, caller, caller), nil
}

// ReadRightSettings does the same with IDENTITY_READ and IDENTITY_WRITE in the place of
// IDENTITY_SUBJECT: the claims for reading and writing, as name=value, such as
// groups=invoices:readers.
func ReadRightSettings(getenv func(string) string) (*Settings, error) {
	expected := "a claim and its value, such as groups=invoices:readers"
	values, err := read(getenv, map[string]check{"IDENTITY_READ": {isClaim, expected}, "IDENTITY_WRITE": {isClaim, expected}})
	if values == nil {
		return nil, err
	}
	return settingsOf(values, parseClaim(values["IDENTITY_READ"]), parseClaim(values["IDENTITY_WRITE"])), nil
}

func settingsOf(values map[string]string, read, write Claim) *Settings {
	return &Settings{values["IDENTITY_ISSUER"], values["IDENTITY_AUDIENCE"], values["IDENTITY_KEYS_FILE"], read, write}
}

type check struct {
	accepts  func(string) bool
	expected string
}

// read is nil where no variable is set.
func read(getenv func(string) string, own map[string]check) (map[string]string, error) {
	checks := map[string]check{
		"IDENTITY_ISSUER":    {isIssuer, "the claim iss of its tokens, an https URL such as https://kubernetes.default.svc.cluster.local"},
		"IDENTITY_AUDIENCE":  {isText, "the name that tokens for this service are made for, such as payment-provider"},
		"IDENTITY_KEYS_FILE": {filepath.IsAbs, "the absolute path of a file with the issuer's JSON Web Key Set"},
	}
	maps.Copy(checks, own)
	names := slices.Sorted(maps.Keys(checks))
	values := map[string]string{}
	var faults []error
	isSet := false
	for _, name := range names {
		text := getenv(name)
		values[name] = text
		isSet = isSet || text != ""
		if !checks[name].accepts(text) {
			faults = append(faults, fmt.Errorf("%s: %.300q is not valid; expected %s; set all of %s, or none",
				name, text, checks[name].expected, strings.Join(names, ", ")))
		}
	}
	if !isSet {
		return nil, nil
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return values, nil
}

var acceptableText = regexp.MustCompile(`^[!-~]{1,256}$`)

func isText(text string) bool { return acceptableText.MatchString(text) }

func isIssuer(text string) bool {
	address, err := url.Parse(text)
	return err == nil && isText(text) && address.Scheme == "https" && address.Hostname() != "" &&
		address.User == nil && address.RawQuery == "" && address.Fragment == ""
}

func isClaim(text string) bool {
	claim := parseClaim(text)
	return isText(claim.Name) && isText(claim.Value)
}

func parseClaim(text string) Claim {
	name, value, _ := strings.Cut(text, "=")
	return Claim{name, value}
}
