import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { kubectlWith, people, setup } from "./people";

jest.setTimeout(60_000);

const person = "login-test";
const kubeconfig = join(people, `${person}@invoices.kubeconfig`);

beforeAll(() => {
  expect(setup("--login", "invoices", "--as", person)).toMatchObject({ status: 0, stderr: "" });
});
afterAll(() => {
  setup("--logout", "invoices");
});

const ofPerson = (name: string): boolean => name.includes(person);

test("what it writes is for its owner's eyes only", () => {
  const modes = readdirSync(people)
    .filter(ofPerson)
    .map((name) => statSync(join(people, name)).mode & 0o777);
  expect(modes).toEqual([0o600, 0o600]);
  expect(statSync(people).mode & 0o777).toBe(0o700);
});

test("the API server knows the person, and the team by its group", () => {
  const { stdout } = kubectlWith(kubeconfig, "auth", "whoami", "--output=json");
  expect(JSON.parse(stdout)).toMatchObject({
    status: {
      userInfo: {
        username: `team:invoices:${person}`,
        groups: ["team:invoices", "system:authenticated"],
      },
    },
  });
});

test("the person sees the pods of the own namespace, and none of the other's", () => {
  const own = kubectlWith(kubeconfig, "get", "pods", "--output=name");
  expect(own).toMatchObject({ status: 0, stderr: "" });
  expect(own.stdout).toContain("pod/invoice-app-");
  const other = kubectlWith(kubeconfig, "get", "pods", "--namespace=payments");
  expect(other).toMatchObject({ status: 1, stdout: "" });
  expect(other.stderr).toContain(
    `User "team:invoices:${person}" cannot list resource "pods" in API group "" in the namespace "payments"`,
  );
});

test("what it prints are the rights that the cluster grants", () => {
  const { stdout } = setup("--login", "invoices", "--as", person);
  expect(stdout).toMatch(/^In invoices:$/m);
  expect(stdout).toMatch(/^ {2}deployments\.apps +get list watch create update patch delete$/m);
  expect(stdout).not.toMatch(/^ {2}secrets .*(get|list|watch)/m);
});

test("nothing is left of the request for the certificate", () => {
  const admin = process.env.KUBECONFIG ?? "";
  const requests = kubectlWith(admin, "get", "certificatesigningrequests", "--output=name");
  expect(requests.status).toBe(0);
  expect(requests.stdout).not.toContain("/person-");
});

test("--logout removes the credentials", () => {
  expect(setup("--logout", "invoices").status).toBe(0);
  expect(existsSync(people) ? readdirSync(people).filter(ofPerson) : []).toEqual([]);
});
