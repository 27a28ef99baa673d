import { createOne } from "../../../verify/traffic/stage";

const signal = new AbortController().signal;

/** Fails so often with what the API server says, then succeeds; counts the calls. */
function failing(times: number, message: string) {
  const made = { calls: 0 };
  const create = () => {
    made.calls += 1;
    return made.calls > times
      ? Promise.resolve()
      : Promise.reject(Object.assign(new Error("HTTP 403"), { body: JSON.stringify({ message }) }));
  };
  return { made, create };
}

const early =
  'pods "it" is forbidden: error looking up service account a/default: serviceaccount "default" not found';

test("a pod is made again until its namespace has a service account", async () => {
  const { made, create } = failing(2, early);
  await createOne(create, Date.now() + 60_000, signal);
  expect(made.calls).toBe(3);
});

test.each([
  ["a service account that never comes", early, 0],
  ["anything else", "exceeded quota", Number.POSITIVE_INFINITY],
])("%s is told in the API server's words", async (_, message, deadline) => {
  const { made, create } = failing(Number.POSITIVE_INFINITY, message);
  await expect(createOne(create, deadline, signal)).rejects.toThrow(
    `the check's own pods cannot be made: ${message}`,
  );
  expect(made.calls).toBe(1);
});
