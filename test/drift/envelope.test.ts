import { unwrapped } from "../../drift/envelope";

const envelope = (plaintext: string) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  plaintext,
});

test("secrets are taken out, and where they stood is known", () => {
  expect(
    unwrapped({
      stringData: envelope('{"password":"p"}'),
      env: [{ name: "a" }, { name: "b", value: envelope('"v"') }],
      plain: null,
    }),
  ).toEqual({
    value: {
      stringData: { password: "p" },
      env: [{ name: "a" }, { name: "b", value: "v" }],
      plain: null,
    },
    secrets: [["stringData"], ["env", { index: 1 }, "value"]],
  });
});

test("a secret in a secret is taken out, too", () => {
  expect(unwrapped(envelope(JSON.stringify({ inner: envelope("1") })))).toEqual({
    value: { inner: 1 },
    secrets: [[]],
  });
});

test("an encrypted secret is an error that shows nothing of it", () => {
  const { "4dabf18193072939515e22adb298388d": mark } = envelope("");
  expect(() =>
    unwrapped({ "4dabf18193072939515e22adb298388d": mark, ciphertext: "v1:abc" }),
  ).toThrow("a secret of the state is encrypted");
});
