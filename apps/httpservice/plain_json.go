package httpservice

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
)

// maxJSONDepth is many times what any request here needs.
const maxJSONDepth = 16

// checkPlain refuses what two readers of the same valid JSON could understand differently: a
// member twice in one object, half of a surrogate pair, or nesting that only some can follow.
func checkPlain(valid []byte) error {
	if hasLoneSurrogate(valid) {
		return errors.New("the body is not valid UTF-8: a \\u escape is half of a pair")
	}
	decoder := json.NewDecoder(bytes.NewReader(valid))
	decoder.UseNumber()
	var open []*jsonScope
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return errors.New("the body is not one valid JSON value")
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			if len(open) == maxJSONDepth {
				return fmt.Errorf("the body is nested deeper than %d", maxJSONDepth)
			}
			open = append(open, &jsonScope{isObject: token == json.Delim('{'), names: map[string]bool{}})
			continue
		case json.Delim('}'), json.Delim(']'):
			open = open[:len(open)-1]
		}
		if len(open) > 0 && !open[len(open)-1].take(token) {
			return fmt.Errorf("the body has member %.40q twice in one object", token)
		}
	}
}

// jsonScope is an object or array that is not closed yet.
type jsonScope struct {
	isObject bool
	// inMember is set from a member's name to the end of its value.
	inMember bool
	names    map[string]bool
}

// take is told each name and value in the scope; it is false for a name it had before.
func (scope *jsonScope) take(token json.Token) bool {
	if !scope.isObject {
		return true
	}
	scope.inMember = !scope.inMember
	if !scope.inMember {
		return true
	}
	name := foldCase(token.(string))
	again := scope.names[name]
	scope.names[name] = true
	return !again
}

// foldCase maps names to one where encoding/json puts them into the same field.
func foldCase(name string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
			least = min(least, other)
		}
		return least
	}, name)
}

// hasLoneSurrogate finds what encoding/json would replace silently, so that different texts
// became equal. In valid JSON a backslash stands in strings only.
func hasLoneSurrogate(valid []byte) bool {
	for i := 0; i < len(valid); i++ {
		if valid[i] != '\\' {
			continue
		}
		i++
		if valid[i] != 'u' {
			continue
		}
		unit := hexRune(valid[i+1:])
		i += 4
		if !utf16.IsSurrogate(unit) {
			continue
		}
		if !bytes.HasPrefix(valid[i+1:], []byte(`\u`)) || utf16.DecodeRune(unit, hexRune(valid[i+3:])) == unicode.ReplacementChar {
			return true
		}
		i += 6
	}
	return false
}

// hexRune reads the four hexadecimal digits at the beginning of text.
func hexRune(text []byte) rune {
	unit, _ := strconv.ParseUint(string(text[:4]), 16, 16)
	return rune(unit)
}
