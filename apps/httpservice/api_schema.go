package httpservice

import (
	"fmt"
	"strings"
)

// phrases say keywords of JSON Schema. One that is not here is said as it stands.
var phrases = map[string]string{
	"minLength":        "length %s at least",
	"maxLength":        "length %s at most",
	"minimum":          "%s at least",
	"maximum":          "%s at most",
	"exclusiveMinimum": "more than %s",
	"exclusiveMaximum": "less than %s",
	"pattern":          "matching %s",
}

// schemaWords are what a schema asks for, keyword by keyword, but for what has a place of its own:
// its description and its fields.
func schemaWords(schema apiValue) string {
	var words []string
	for _, keyword := range schema.members() {
		switch keyword.name {
		case "description", "properties", "required":
		case "type":
			words = append(words, typeWords(keyword.value))
		case "enum":
			words = append(words, "one of "+strings.Join(textsOf(keyword.value.items(), apiValue.json), ", "))
		case "items":
			words = append(words, "each: "+schemaWords(keyword.value))
		case "not":
			words = append(words, "not: "+schemaWords(keyword.value))
		case "allOf":
			words = append(words, textsOf(keyword.value.items(), schemaWords)...)
		default:
			words = append(words, phrase(keyword))
		}
	}
	return strings.Join(words, ", ")
}

// typeWords are a type's name, or several.
func typeWords(types apiValue) string {
	if items := types.items(); items != nil {
		return strings.Join(textsOf(items, apiValue.String), " or ")
	}
	return types.String()
}

func phrase(keyword apiMember) string {
	if format, found := phrases[keyword.name]; found {
		return fmt.Sprintf(format, keyword.value)
	}
	return keyword.name + " " + keyword.value.String()
}

func textsOf(values []apiValue, text func(apiValue) string) []string {
	all := make([]string, len(values))
	for at, value := range values {
		all[at] = text(value)
	}
	return all
}

// fieldRows are an object's fields with their names, if they are required, what they have to be and
// what they mean. The fields of a field follow it.
func fieldRows(schema apiValue, prefix string) (rows [][]string) {
	required := map[string]bool{}
	for _, name := range schema.get("required").items() {
		required[name.String()] = true
	}
	for _, field := range schema.get("properties").members() {
		name := prefix + field.name
		rows = append(rows, []string{name, yesOrNo(required[field.name]), schemaWords(field.value), field.value.get("description").String()})
		rows = append(rows, fieldRows(field.value, name+".")...)
	}
	return rows
}

func yesOrNo(is bool) string {
	if is {
		return "yes"
	}
	return "no"
}
