package httpservice

import (
	"bytes"
	"encoding/json"
	"slices"
)

// apiNode is a JSON value as it is written.
type apiNode struct {
	// text is empty where there is no such value.
	text []byte
	// names are those of an object's parts; nil for anything else.
	names []string
	// parts are an object's or a list's.
	parts []*apiNode
}

// readNode reads the next value of a valid document, which is decoder's.
func readNode(document []byte, decoder *json.Decoder) *apiNode {
	begin := decoder.InputOffset()
	node := &apiNode{}
	switch token, _ := decoder.Token(); token {
	case json.Delim('{'):
		node.names = []string{}
		for decoder.More() {
			name, _ := decoder.Token()
			node.names = append(node.names, name.(string))
			node.parts = append(node.parts, readNode(document, decoder))
		}
		_, _ = decoder.Token() // its end
	case json.Delim('['):
		for decoder.More() {
			node.parts = append(node.parts, readNode(document, decoder))
		}
		_, _ = decoder.Token() // its end
	}
	node.text = bytes.TrimLeft(document[begin:decoder.InputOffset()], " \t\r\n:,")
	return node
}

func (n *apiNode) get(name string) *apiNode {
	if at := slices.Index(n.names, name); at >= 0 {
		return n.parts[at]
	}
	return &apiNode{}
}

// String is the text of a string, and of anything else its JSON.
func (n *apiNode) String() string {
	var text string
	if json.Unmarshal(n.text, &text) == nil {
		return text
	}
	return n.json()
}

// json is the value on one line.
func (n *apiNode) json() string {
	var line bytes.Buffer
	_ = json.Compact(&line, n.text) // of nothing it is nothing
	return line.String()
}
