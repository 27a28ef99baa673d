import { statedFields } from "./stated-fields";
import { runProgram, stackConfig } from "./run-program";

type Inputs = Readonly<Record<string, unknown>>;

/**
 * Where a value lacks a field, with the place of each element that lacks it. An empty list states
 * nothing: the API server drops it.
 */
function lacking(value: unknown, path: readonly string[], place: readonly string[] = []): string[] {
  const [step, ...rest] = path;
  if (step === undefined) {
    const isStated = value !== undefined && !(Array.isArray(value) && value.length === 0);
    return isStated ? [] : [place.join(".")];
  }
  if (step === "*") {
    const elements = (value ?? []) as unknown[];
    return elements.flatMap((one, i) => lacking(one, rest, [...place, String(i)]));
  }
  return lacking((value as Inputs | undefined)?.[step], rest, [...place, step]);
}

test.each(["dev", "eks"])("each field that makes a wall is stated on %s", async (stack) => {
  const { registered } = await runProgram(stackConfig(stack));
  const objects = registered
    .filter(({ type }) => type.startsWith("kubernetes:"))
    .map(({ name, inputs }) => ({ name, inputs, kind: inputs.kind as string }));

  const kinds = new Set(objects.map(({ kind }) => kind));
  expect([...kinds].filter((kind) => !(kind in statedFields))).toEqual([]);
  const missing = objects.flatMap(({ kind, name, inputs }) =>
    (statedFields[kind] ?? [])
      .flatMap((path) => lacking(inputs, typeof path === "string" ? path.split(".") : path))
      .map((place) => `${kind} ${name}: ${place}`)
      // A pod of the program fills these.
      .filter((field) => !/^ConfigMap issuer-keys-\w+: data$/.test(field)),
  );
  expect(missing).toEqual([]);
});
