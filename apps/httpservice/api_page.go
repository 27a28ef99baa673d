package httpservice

import (
	"fmt"
	"html"
	"net/http"
	"strings"
)

// APIDocument answers an OpenAPI document as it is written.
func APIDocument(document []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		PrepareAnswer(w, "application/json")
		_, _ = w.Write(document)
	}
}

// APIPage shows people an OpenAPI document: each operation, in the document's order. The page is
// made here, once. A document of which none can be made is a fault of the program: it panics.
func APIPage(document []byte) http.HandlerFunc {
	page := []byte(writeAPIPage(readAPI(document)))
	return func(w http.ResponseWriter, _ *http.Request) {
		PrepareAnswer(w, "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
		_, _ = w.Write(page)
	}
}

const (
	pageBegin = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>%s</title>
<style>
body { font-family: sans-serif; margin: 1rem auto; max-width: 60rem }
table { border-collapse: collapse }
td, th { border: 1px solid; padding: 0.2rem 0.5rem; text-align: left }
td:nth-child(3) { overflow-wrap: anywhere }
pre { overflow: auto }
</style>
</head>
<body>
`
	pageEnd = "</body>\n</html>\n"
	// curlNote is for curlLine.
	curlNote = "In the lines for curl, ${service} is the address, such as http://127.0.0.1:8080, and ${token} a token, where callers are asked for one."
)

// apiPage is written with no template: the packages for these have the linker keep all of a
// program's exported methods, by which its image grows.
type apiPage struct{ strings.Builder }

func writeAPIPage(document apiValue) string {
	var page apiPage
	info := document.get("info")
	page.put(pageBegin, info.get("title").String())
	page.put("<h1>%s</h1>\n", info.get("title").String())
	page.paragraph(info.get("description").String())
	page.paragraph(curlNote)
	for _, path := range document.get("paths").members() {
		for _, operation := range path.value.members() {
			page.operation(strings.ToUpper(operation.name), path.name, operation.value)
		}
	}
	page.put(pageEnd)
	return page.String()
}

// put writes markup; each %s in it stands for a text, which is escaped.
func (p *apiPage) put(markup string, texts ...string) {
	escaped := make([]any, len(texts))
	for at, text := range texts {
		escaped[at] = html.EscapeString(text)
	}
	fmt.Fprintf(p, markup, escaped...)
}

func (p *apiPage) paragraph(text string) {
	if text != "" {
		p.put("<p>%s</p>\n", text)
	}
}

// table is not there without a row.
func (p *apiPage) table(title string, head []string, rows [][]string) {
	if len(rows) == 0 {
		return
	}
	p.put("<h3>%s</h3>\n<table>\n", title)
	p.row("<th>%s</th>", head)
	for _, row := range rows {
		p.row("<td>%s</td>", row)
	}
	p.put("</table>\n")
}

func (p *apiPage) row(markup string, cells []string) {
	p.put("<tr>")
	for _, cell := range cells {
		p.put(markup, cell)
	}
	p.put("</tr>\n")
}

func (p *apiPage) operation(method, path string, operation apiValue) {
	p.put("<section>\n<h2>%s %s</h2>\n", method, path)
	p.paragraph(operation.get("summary").String())
	p.paragraph(operation.get("description").String())
	p.put("<pre>%s</pre>\n", curlLine(method, path, operation))
	p.parameters(operation.get("parameters").items())
	p.requestBody(operation.get("requestBody"))
	var answers [][]string
	for _, answer := range operation.get("responses").members() {
		answers = append(answers, []string{answer.name, answer.value.get("description").String()})
	}
	p.table("Answers", []string{"status", "description"}, answers)
	p.put("</section>\n")
}

func (p *apiPage) parameters(parameters []apiValue) {
	var rows [][]string
	for _, parameter := range parameters {
		schema := parameter.get("schema")
		rows = append(rows, []string{
			parameter.get("name").String(), parameter.get("in").String(), yesOrNo(isRequired(parameter)), schemaWords(schema),
			strings.TrimSpace(parameter.get("description").String() + " " + schema.get("description").String()),
		})
	}
	p.table("Parameters", []string{"name", "in", "required", "value", "description"}, rows)
}

func isRequired(value apiValue) bool { return value.get("required").String() == "true" }

func (p *apiPage) requestBody(body apiValue) {
	for _, content := range body.get("content").members() {
		schema := content.value.get("schema")
		p.put("<h3>Request body</h3>\n<p>%s, %s; required: %s</p>\n", content.name, schemaWords(schema), yesOrNo(isRequired(body)))
		p.paragraph(strings.TrimSpace(body.get("description").String() + " " + schema.get("description").String()))
		p.table("Fields", []string{"name", "required", "value", "description"}, fieldRows(schema, ""))
	}
}

// curlLine sends the document's example of a body. What a path has in braces is a variable of the
// shell, as are those of curlNote.
func curlLine(method, path string, operation apiValue) string {
	line := "curl --fail-with-body"
	if method != http.MethodGet {
		line += " --request " + method
	}
	if operation.get("security").items() != nil {
		line += ` --header "Authorization: Bearer ${token}"`
	}
	if example := operation.get("requestBody").get("content").get("application/json").get("example").json(); example != "" {
		line += " --json '" + strings.ReplaceAll(example, "'", `'\''`) + "'"
	}
	return line + ` "${service}` + strings.ReplaceAll(path, "{", "${") + `"`
}
