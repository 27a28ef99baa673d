package openapitest

import (
	"os"
	"os/exec"
	"testing"
)

// Fuzz has schemathesis, by the Python that SCHEMATHESIS_PYTHON names, ask the service at url for 40
// seconds, by the document that it serves. It fails the test where an answer is not as documented, is a
// failure of the service, or takes what the document refuses. To refuse what its schemas take is no
// failure: how many decimals a currency has, the document says in words only.
func Fuzz(t *testing.T, url string) {
	t.Helper()
	program := exec.CommandContext(t.Context(), os.Getenv("SCHEMATHESIS_PYTHON"), "-m", "schemathesis.cli", "run", url+"/openapi.json",
		"--max-time", "40", "--seed", "1", "--no-color", "--exclude-checks", "positive_data_acceptance")
	program.Dir = t.TempDir()
	said, err := program.CombinedOutput()
	if err != nil {
		t.Errorf("schemathesis: %v\n%s", err, said)
	}
	t.Logf("%s", said)
}
