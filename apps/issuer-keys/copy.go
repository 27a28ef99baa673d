package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
)

// The paths are the API server's own: https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#service-account-issuer-discovery
const (
	issuerPath = "/.well-known/openid-configuration"
	keysPath   = "/openid/v1/jwks"
	// keysField of the ConfigMap's data.
	keysField = "jwks.json"
)

// copyOnce writes what it read as it is, if it is a set of the issuer's keys. Where nothing is new,
// nothing changes; a ConfigMap that cannot be written keeps no other from it.
func copyOnce(ctx context.Context, to target, account serviceAccount) error {
	server, err := newAPIServer(to.apiServer, account)
	if err != nil {
		return err
	}
	if err := server.checkIssuer(ctx, to.issuer); err != nil {
		return err
	}
	keys, err := server.ask(ctx, http.MethodGet, keysPath, nil)
	if err != nil {
		return err
	}
	if err := checkKeys(keys); err != nil {
		return fmt.Errorf("%s: %w; nothing was copied", keysPath, err)
	}
	patch, err := json.Marshal(map[string]any{"data": map[string]string{keysField: string(keys)}})
	if err != nil {
		return err
	}
	var faults []error
	for _, namespace := range to.namespaces {
		path := "/api/v1/namespaces/" + url.PathEscape(namespace) + "/configmaps/" + url.PathEscape(to.name)
		_, err := server.ask(ctx, http.MethodPatch, path+"?fieldManager=issuer-keys", patch)
		faults = append(faults, err)
	}
	return errors.Join(faults...)
}

// checkIssuer wants that the cluster calls itself what services are told to look for in a token: else
// they would refuse every one.
func (s *apiServer) checkIssuer(ctx context.Context, want string) error {
	document, err := s.ask(ctx, http.MethodGet, issuerPath, nil)
	if err != nil {
		return err
	}
	var found struct{ Issuer string }
	if err := json.Unmarshal(document, &found); err != nil {
		return fmt.Errorf("%s: is no OpenID configuration: %w", issuerPath, err)
	}
	if found.Issuer != want {
		return fmt.Errorf("the cluster's issuer is %.300q, not %q; set cluster.issuer in the stack's file", found.Issuer, want)
	}
	return nil
}

// checkKeys takes a JSON Web Key Set with a key in it, whatever else is in it: as RFC 7517, section 5,
// asks, who reads the keys skips what he cannot use. Its error quotes no value.
func checkKeys(document []byte) error {
	var set struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if err := json.Unmarshal(document, &set); err != nil {
		return fmt.Errorf("is no JSON Web Key Set: %w", err)
	}
	for _, text := range set.Keys {
		var key struct {
			Kty string `json:"kty"`
		}
		if json.Unmarshal(text, &key) == nil && key.Kty != "" {
			return nil
		}
	}
	return errors.New(`has no key with "kty"; expected one at least`)
}
