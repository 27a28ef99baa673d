package provider

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestParseAnswer(t *testing.T) {
	tests := map[string]struct {
		body, want string
		wantErr    string
	}{
		"plain":         {`{"id":"I1"}`, "I1", ""},
		"line break":    {"{\"id\":\"I1\"}\n", "I1", ""},
		"more fields":   {`{"id":"I1","at":"noon"}`, "I1", ""},
		"longest":       {`{"id":"I1"}` + strings.Repeat(" ", maxAnswerBytes-11), "I1", ""},
		"too long":      {`{"id":"I1"}` + strings.Repeat(" ", maxAnswerBytes-10), "", "longer than 4096 bytes"},
		"empty":         {"", "", "not {"},
		"HTML":          {"<html>", "", "not {"},
		"array":         {`["I1"]`, "", "not {"},
		"id number":     {`{"id":1}`, "", "not {"},
		"garbage after": {`{"id":"I1"}{}`, "", "not {"},
		"null":          {"null", "", "no id"},
		"no id":         {"{}", "", "no id"},
		"id null":       {`{"id":null}`, "", "no id"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := parseAnswer([]byte(test.body))
			if got != test.want || (err == nil) != (test.wantErr == "") || (err != nil && !strings.Contains(err.Error(), test.wantErr)) {
				t.Errorf("got %q, %v; want %q, %q", got, err, test.want, test.wantErr)
			}
		})
	}
}

func FuzzParseAnswer(f *testing.F) {
	for _, body := range []string{`{"id":"I1"}`, `{"id":1}`, `{"ID":"I1"}`, `{"id":"\ud800"}`, `{}{}`, `null`, `[]`, "", "\x00"} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		id, err := parseAnswer(body)
		if (id == "") != (err != nil) {
			t.Fatalf("both or neither of %q and %v", id, err)
		}
		if err != nil {
			return
		}
		encoded, err := json.Marshal(map[string]string{"id": id})
		if err != nil {
			t.Fatal(err)
		}
		if again, err := parseAnswer(encoded); len(encoded) <= maxAnswerBytes && again != id {
			t.Errorf("%q came back as %q, %v", id, again, err)
		}
	})
}
