package identity

import (
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
)

var acceptableToken = regexp.MustCompile(`^[!-~]+$`)

// ReadToken returns the bearer token in the file, without white space around it: what a caller sends
// to a service that asks. The kubelet renews the file, so it is read for each call. The error names
// the path and never has the content.
func ReadToken(path string) (string, error) {
	content, err := readFile(path, maxTokenBytes)
	if err != nil {
		return "", err
	}
	switch token := strings.TrimSpace(string(content)); {
	case token == "":
		return "", errors.New(path + " is empty")
	case !acceptableToken.MatchString(token):
		return "", errors.New(path + " has no token: expected one line of visible characters")
	default:
		return token, nil
	}
}

// readFile reads a file of at most so many bytes.
func readFile(path string, most int64) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, most+1))
	if err != nil {
		return nil, err
	}
	if int64(len(content)) > most {
		return nil, fmt.Errorf("%s is longer than %d bytes", path, most)
	}
	return content, nil
}
