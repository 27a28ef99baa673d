import { readFileSync } from "node:fs";
import * as path from "node:path";
import { podSecurityLabels } from "../../components/team-namespace/isolation";
import { goModules } from "../go-modules";
import { allPinned, pinned } from "./pinned";

// A version that more than one file says, for different readers. CONTRIBUTING.md has the order of an upgrade.

const read = (file: string) => readFileSync(path.resolve(__dirname, "../..", file), "utf8");
const said = Object.fromEntries(
  [...read("toolchain/versions.env").matchAll(/^([A-Z0-9_]+)=(\S+)$/gm)].map(
    ([, name = "", value = ""]) => [name, value] as const,
  ),
);
const packages = JSON.parse(read("package.json")) as {
  readonly engines: { readonly node: string };
  readonly dependencies: Readonly<Record<string, string>>;
};

/** @returns such as `1.34` of `v1.34.4` */
const minor = (version = "") => version.replace(/^v/, "").split(".").slice(0, 2).join(".");
const numeric = (a = "", b = "") => a.localeCompare(b, "en", { numeric: true });

describe("Kubernetes", () => {
  const built = pinned("kubernetes", "k8s.io/kubernetes");

  test("the release that Minikube is asked for is the one that is built", () => {
    expect(said.KUBERNETES_VERSION).toBe(built);
  });

  test("its own libraries are of that release", () => {
    const libraries = [
      ...read("toolchain/modules/kubernetes/go.mod").matchAll(/^\tk8s\.io\/(\S+) => \S+ v(\S+)$/gm),
    ].filter(([, name]) => name !== "sample-controller"); // Minikube's build asks for an older one
    expect(libraries).not.toEqual([]);
    for (const [, , version] of libraries) expect(`v1.${version?.slice(2)}`).toBe(built);
  });

  test("what speaks to it, and what judges its pods, is of its minor release", () => {
    expect(minor(said.KUBECTL_RELEASE)).toBe(minor(built));
    expect(minor(pinned("kubernetes", "sigs.k8s.io/cri-tools"))).toBe(minor(built));
    for (const [label, version] of Object.entries(podSecurityLabels)) {
      if (label.endsWith("-version")) expect(version).toBe(`v${minor(built)}`);
    }
  });
});

test("Minikube is of one release, downloaded and built", () => {
  expect(pinned("kubernetes", "k8s.io/minikube")).toBe(`v${said.MINIKUBE_RELEASE}`);
});

test("Pulumi's engine, built, is of the release of its SDK", () => {
  expect(pinned("pulumi", "github.com/pulumi/pulumi/pkg/v3")).toBe(
    `v${packages.dependencies["@pulumi/pulumi"]}`,
  );
});

test("Kubernetes' build takes no older library than the engine's, which finds it compiled", () => {
  const kubernetes = allPinned("kubernetes");
  const shared = Object.entries(allPinned("pulumi")).flatMap(([library, version]) => {
    const other = kubernetes[library];
    // The provider has an SDK of its own release.
    return other === undefined || library.startsWith("github.com/pulumi/")
      ? []
      : [{ library, version, other }];
  });
  expect(shared).not.toEqual([]);
  expect(shared.filter(({ version, other }) => numeric(other, version) < 0)).toEqual([]);
});

test("every Go module asks for the Go that is brought", () => {
  for (const folder of goModules()) {
    const asked = /^go (\S+)$/m.exec(read(`${folder}/go.mod`))?.[1];
    expect([folder, minor(asked)]).toEqual([folder, minor(said.GO_RELEASE)]);
  }
});

test("Node is asked for by npm as by setup.sh", () => {
  expect(packages.engines.node).toBe(`>=${said.NODE_MINIMUM?.split(".")[0]}`);
});

test.each(["GO", "NODE", "KUBECTL", "MINIKUBE", "PULUMI"])(
  "the %s that is downloaded is one that would be taken from the PATH",
  (tool) => {
    expect(numeric(said[`${tool}_RELEASE`], said[`${tool}_MINIMUM`])).toBeGreaterThanOrEqual(0);
  },
);
