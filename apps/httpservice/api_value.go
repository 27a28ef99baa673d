package httpservice

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// maxAPIDepth is many times what any document here needs.
const maxAPIDepth = 64

// apiValue is a value of an OpenAPI document. Whatever is got of it is what its $ref leads to.
type apiValue struct {
	*apiNode
	document *apiNode
	depth    int
}

type apiMember struct {
	name  string
	value apiValue
}

// readAPI panics where the document is no JSON.
func readAPI(document []byte) apiValue {
	if !json.Valid(document) {
		panic("the OpenAPI document is no JSON")
	}
	root := readNode(document, json.NewDecoder(bytes.NewReader(document)))
	return apiValue{root, root, 0}
}

// members are those of an object, in the document's order.
func (v apiValue) members() (members []apiMember) {
	for at, name := range v.names {
		members = append(members, apiMember{name, v.part(v.parts[at])})
	}
	return members
}

// items are those of a list.
func (v apiValue) items() (items []apiValue) {
	if v.names != nil {
		return nil
	}
	for _, part := range v.parts {
		items = append(items, v.part(part))
	}
	return items
}

// get returns an object's member, or one without a text.
func (v apiValue) get(name string) apiValue { return v.part(v.apiNode.get(name)) }

// part panics where a $ref leads nowhere or into itself.
func (v apiValue) part(node *apiNode) apiValue {
	if v.depth == maxAPIDepth {
		panic(fmt.Sprintf("the OpenAPI document is nested deeper than %d; does a $ref lead into itself?", maxAPIDepth))
	}
	part := apiValue{node, v.document, v.depth + 1}
	reference := node.get("$ref").String()
	if reference == "" {
		return part
	}
	part.apiNode = v.document
	for step := range strings.SplitSeq(strings.TrimPrefix(reference, "#/"), "/") {
		part = part.get(step)
	}
	if len(part.text) == 0 {
		panic(fmt.Sprintf("the OpenAPI document has no %q", reference))
	}
	return part
}
