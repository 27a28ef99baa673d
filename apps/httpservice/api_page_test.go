package httpservice

import (
	"html"
	"net/http/httptest"
	"strings"
	"testing"

	"sre-challenge/apps/httpservice/openapitest"
)

// ofLibrary has a § in each text, and nothing in the order of the alphabet.
const ofLibrary = `{
  "info": {"title": "library§", "description": "Lends books.§"},
  "paths": {
    "/books§/{isbn}": {
      "put": {
        "summary": "Adds a book.§",
        "description": "Once.§",
        "parameters": [
          {"$ref": "#/components/parameters/isbn"},
          {"name": "Shelf§", "in": "header§", "description": "Where.§", "schema": {"type": ["string§", "null"], "pattern": "^[a-z]+$§"}}
        ],
        "requestBody": {
          "required": true,
          "description": "One book.§",
          "content": {
            "application/json": {
              "schema": {"$ref": "#/components/schemas/Book"},
              "example": {"title": "Reader's digest§", "author": {"name": "A"}}
            },
            "text/plain§": {"schema": {"type": "string", "const": "x§"}}
          }
        },
        "security": [{}, {"bearer": []}],
        "responses": {
          "201§": {"description": "It is there.§"},
          "401": {"$ref": "#/components/responses/Unknown"}
        }
      },
      "get": {"summary": "Answers a book.", "responses": {"200": {"description": "A book."}}}
    },
    "/": {"delete": {"summary": "Burns all.", "responses": {}}}
  },
  "components": {
    "parameters": {"isbn": {"name": "isbn§", "in": "path", "required": true, "schema": {"$ref": "#/components/schemas/ISBN"}}},
    "responses": {"Unknown": {"description": "Who are you?§"}},
    "schemas": {
      "ISBN": {"type": "string", "minLength": 10, "maxLength": 13, "description": "On its back.§"},
      "Book": {
        "type": "object",
        "required": ["title§"],
        "additionalProperties": false,
        "properties": {
          "title§": {"description": "Its name.§", "allOf": [{"type": "string"}, {"not": {"enum": ["x§", null]}}]},
          "pages": {"type": "integer", "minimum": 1, "exclusiveMaximum": 10000},
          "author": {"type": "object", "properties": {"name": {"type": "array", "items": {"$ref": "#/components/schemas/ISBN"}, "maxItems": 2}}}
        }
      }
    }
  }
}`

const pageOfLibrary = `<body>
<h1>library§</h1>
<p>Lends books.§</p>
<p>` + curlNote + `</p>
<section>
<h2>PUT /books§/{isbn}</h2>
<p>Adds a book.§</p>
<p>Once.§</p>
<pre>curl --fail-with-body --request PUT --header "Authorization: Bearer ${token}" --json '{"title":"Reader'\''s digest§","author":{"name":"A"}}' "${service}/books§/${isbn}"</pre>
<h3>Parameters</h3>
<table>
<tr><th>name</th><th>in</th><th>required</th><th>value</th><th>description</th></tr>
<tr><td>isbn§</td><td>path</td><td>yes</td><td>string, length 10 at least, length 13 at most</td><td>On its back.§</td></tr>
<tr><td>Shelf§</td><td>header§</td><td>no</td><td>string§ or null, matching ^[a-z]+$§</td><td>Where.§</td></tr>
</table>
<h3>Request body</h3>
<p>application/json, object, additionalProperties false; required: yes</p>
<p>One book.§</p>
<h3>Fields</h3>
<table>
<tr><th>name</th><th>required</th><th>value</th><th>description</th></tr>
<tr><td>title§</td><td>yes</td><td>string, not: one of "x§", null</td><td>Its name.§</td></tr>
<tr><td>pages</td><td>no</td><td>integer, 1 at least, less than 10000</td><td></td></tr>
<tr><td>author</td><td>no</td><td>object</td><td></td></tr>
<tr><td>author.name</td><td>no</td><td>array, each: string, length 10 at least, length 13 at most, maxItems 2</td><td></td></tr>
</table>
<h3>Request body</h3>
<p>text/plain§, string, const x§; required: yes</p>
<p>One book.§</p>
<h3>Answers</h3>
<table>
<tr><th>status</th><th>description</th></tr>
<tr><td>201§</td><td>It is there.§</td></tr>
<tr><td>401</td><td>Who are you?§</td></tr>
</table>
</section>
<section>
<h2>GET /books§/{isbn}</h2>
<p>Answers a book.</p>
<pre>curl --fail-with-body "${service}/books§/${isbn}"</pre>
<h3>Answers</h3>
<table>
<tr><th>status</th><th>description</th></tr>
<tr><td>200</td><td>A book.</td></tr>
</table>
</section>
<section>
<h2>DELETE /</h2>
<p>Burns all.</p>
<pre>curl --fail-with-body --request DELETE "${service}/"</pre>
</section>
</body>
</html>
`

func TestAPIPageShowsTheDocumentAsText(t *testing.T) {
	for name, mark := range map[string]string{
		"plain":    "",
		"markup":   `</td></pre></title><script src=//evil.example></script><!--`,
		"entities": "&lt;&amp;&#60;&quot",
		"formats":  "%s%d%!é",
	} {
		t.Run(name, func(t *testing.T) {
			w := httptest.NewRecorder()
			APIPage([]byte(strings.ReplaceAll(ofLibrary, "§", mark)))(w, nil)
			_, body, _ := strings.Cut(w.Body.String(), "</head>\n")
			// Quotes are escaped in the way of the package html, the rest of the page has none.
			want := strings.NewReplacer(`"`, "&#34;", `'`, "&#39;").Replace(pageOfLibrary)
			if want = strings.ReplaceAll(want, "§", html.EscapeString(mark)); body != want {
				t.Errorf("got %s\nwant %s", body, want)
			}
			if title := "<title>library" + html.EscapeString(mark) + "</title>"; !strings.Contains(w.Body.String(), title) {
				t.Errorf("no %s: %s", title, w.Body)
			}
			openapitest.ReadPage(t, w.Body.Bytes())
		})
	}
}

func TestAPIPageLoadsAndRunsNothing(t *testing.T) {
	w := httptest.NewRecorder()
	APIPage([]byte(ofLibrary))(w, nil)
	for header, want := range map[string]string{
		"Content-Type":            "text/html; charset=utf-8",
		"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
		"X-Content-Type-Options":  "nosniff",
		"Cache-Control":           "no-store",
	} {
		if got := w.Header().Get(header); got != want {
			t.Errorf("%s: %q", header, got)
		}
	}
}

func TestNoAPIPageOfABrokenDocument(t *testing.T) {
	for name, test := range map[string]struct{ document, want string }{
		"no JSON":                    {"openapi: 3.1.0", "is no JSON"},
		"a $ref that leads nowhere":  {strings.Replace(ofLibrary, `"ISBN": {`, `"ASIN": {`, 1), `has no "#/components/schemas/ISBN"`},
		"a $ref that leads to a URL": {strings.Replace(ofLibrary, `#/components/schemas/ISBN`, `https://evil.example/`, 1), `has no "https://evil.example/"`},
		"a $ref into itself":         {strings.Replace(ofLibrary, `"ISBN": {`, `"ISBN": {"$ref": "#/components/schemas/ISBN", `, 1), "does a $ref lead into itself?"},
		"a schema within itself":     {strings.Replace(ofLibrary, `"ISBN": {`, `"ISBN": {"items": {"$ref": "#/components/schemas/ISBN"}, `, 1), "does a $ref lead into itself?"},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if said, _ := recover().(string); !strings.Contains(said, test.want) {
					t.Errorf("said %q", said)
				}
			}()
			APIPage([]byte(test.document))
		})
	}
}
