package identity

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

const (
	maxTokenBytes = 8 << 10
	// leeway is for clocks that differ.
	leeway = time.Minute
	// maxLifetime bounds what nobody can take back.
	maxLifetime = time.Hour
)

// algorithms are those by which nobody who can verify can sign.
var algorithms = []jose.SignatureAlgorithm{
	jose.RS256, jose.RS384, jose.RS512, jose.PS256, jose.PS384, jose.PS512, jose.ES256, jose.ES384, jose.ES512, jose.EdDSA,
}

// reason is why a caller is refused, as the metrics have it.
type reason string

const (
	noToken     reason = "no-token"
	malformed   reason = "malformed"
	tooLong     reason = "too-long"
	algorithm   reason = "algorithm"
	unknownKey  reason = "unknown-key"
	signature   reason = "signature"
	issuer      reason = "issuer"
	audience    reason = "audience"
	expired     reason = "expired"
	tooLasting  reason = "too-lasting"
	notYetValid reason = "not-yet-valid"
	lacksClaim  reason = "claim"
	noKeys      reason = "no-keys"
)

var reasons = []reason{noToken, malformed, tooLong, algorithm, unknownKey, signature, issuer, audience, expired, tooLasting, notYetValid, lacksClaim, noKeys}

// refusal is the error of a caller who is refused; its cause is for the log and never has the token.
type refusal struct {
	reason reason
	cause  error
}

func (r *refusal) Error() string { return r.cause.Error() }

func refusalFor(reason reason, format string, values ...any) *refusal {
	return &refusal{reason, fmt.Errorf(format, values...)}
}

// bearer is the token in the values of the header Authorization (RFC 6750, section 2.1).
func bearer(headers []string) (string, *refusal) {
	if len(headers) > 1 {
		return "", refusalFor(malformed, "%d headers Authorization", len(headers))
	}
	scheme, token, _ := strings.Cut(strings.Join(headers, ""), " ")
	switch token = strings.TrimLeft(token, " "); {
	case !strings.EqualFold(scheme, "Bearer"):
		return "", refusalFor(noToken, "no bearer token")
	case len(token) > maxTokenBytes:
		return "", refusalFor(tooLong, "a token of %d bytes", len(token))
	}
	return token, nil
}

// verify refuses a token that is not the issuer's, not for this service, not valid now, or that
// lacks what is asked for.
func (g *Guard) verify(token string, asked Claim) *refusal {
	parsed, err := jwt.ParseSigned(token, algorithms)
	if _, isOther := errors.AsType[*jose.ErrUnexpectedSignatureAlgorithm](err); isOther {
		return refusalFor(algorithm, "%w", err)
	}
	if err != nil {
		return refusalFor(malformed, "%w", err)
	}
	var registered jwt.Claims
	claims := map[string]json.RawMessage{}
	if refusal := g.open(parsed, &registered, &claims); refusal != nil {
		return refusal
	}
	if registered.Expiry == nil {
		return refusalFor(expired, "the token never ends")
	}
	if registered.IssuedAt == nil || registered.Expiry.Time().Sub(registered.IssuedAt.Time()) > maxLifetime {
		return refusalFor(tooLasting, "it does not say that it lasts %s at most", maxLifetime)
	}
	err = registered.ValidateWithLeeway(jwt.Expected{Issuer: g.settings.Issuer, AnyAudience: jwt.Audience{g.settings.Audience}}, leeway)
	switch {
	case errors.Is(err, jwt.ErrInvalidIssuer):
		return refusalFor(issuer, "the issuer is %q", registered.Issuer)
	case errors.Is(err, jwt.ErrInvalidAudience):
		return refusalFor(audience, "the audience is %q", registered.Audience)
	case errors.Is(err, jwt.ErrExpired):
		return refusalFor(expired, "it ended at %s", registered.Expiry.Time())
	case err != nil:
		return refusalFor(notYetValid, "%w", err)
	case !asked.isIn(claims):
		return refusalFor(lacksClaim, "the token of %q does not have %s=%s", registered.Subject, asked.Name, asked.Value)
	}
	return nil
}

// open reads the claims into each of into, if one of the issuer's keys has signed them.
func (g *Guard) open(token *jwt.JSONWebToken, into ...any) *refusal {
	header := token.Headers[0]
	keys, err := g.keys.find(header.KeyID)
	if err != nil {
		return refusalFor(noKeys, "%w", err)
	}
	if len(keys) == 0 {
		return refusalFor(unknownKey, "the issuer has no key %q", header.KeyID)
	}
	for _, key := range keys {
		if key.Algorithm != "" && key.Algorithm != header.Algorithm {
			err = fmt.Errorf("the key is for %s, not for %s", key.Algorithm, header.Algorithm)
			continue
		}
		if err = token.Claims(key.Key, into...); err == nil {
			return nil
		}
	}
	return refusalFor(signature, "%w", err)
}

func (c Claim) isIn(claims map[string]json.RawMessage) bool {
	text := claims[c.Name]
	var one string
	if json.Unmarshal(text, &one) == nil {
		return one == c.Value
	}
	var many []string
	return json.Unmarshal(text, &many) == nil && slices.Contains(many, c.Value)
}
