package provider

import (
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
)

// maxTokenBytes is what payment-provider takes at most.
const maxTokenBytes = 8 << 10

var acceptableToken = regexp.MustCompile(`^[!-~]+$`)

// readToken returns the bearer token in the file, without white space around it. The kubelet renews
// the file: each payment reads it anew. The error never has its content.
func readToken(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, maxTokenBytes+1))
	token := strings.TrimSpace(string(content))
	switch {
	case err != nil:
		return "", err
	case len(content) > maxTokenBytes:
		return "", fmt.Errorf("%s is longer than %d bytes", path, maxTokenBytes)
	case token == "":
		return "", errors.New(path + " is empty")
	case !acceptableToken.MatchString(token):
		return "", errors.New(path + " has no token: expected one line of visible characters")
	}
	return token, nil
}
