import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { kubectl } from "./kubectl";
import { root } from "./node";

// The images as Docker on the cluster's node builds them.
jest.setTimeout(600_000);

const megabyte = 1_000_000;

interface Image {
  readonly Size: number;
  readonly Config: { readonly User: string };
  readonly RootFS: { readonly Layers: readonly string[] };
}

async function docker(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)("docker", args, { cwd: root, maxBuffer: 2 ** 26 });
  return stdout.trim();
}

async function inspect(image: string): Promise<Image> {
  const [found] = JSON.parse(await docker("image", "inspect", image)) as [Image];
  return found;
}

/** What the cluster runs, as setup.sh had it built. */
async function deployed(service: string): Promise<Image> {
  const image = "--output=jsonpath={.items[*].spec.template.spec.containers[0].image}";
  const selector = `--field-selector=metadata.name=${service}`;
  const ref = await kubectl(["get", "deployments", "--all-namespaces", selector, image]);
  await docker("pull", "--quiet", ref);
  return inspect(ref);
}

/** As `images-test/<service>`, from a copy of the files, which are of another age. */
async function buildElsewhere(service: string): Promise<Image> {
  const tag = `images-test/${service}`;
  const copy = mkdtempSync(join(tmpdir(), "images-test-"));
  try {
    const file = `Dockerfile.${service}`;
    for (const path of ["apps", ".dockerignore", file]) {
      cpSync(join(root, path), join(copy, path), { recursive: true });
    }
    const plain = ["--no-cache", "--force-rm", "--tag", tag];
    await docker("build", ...plain, "--file", join(copy, file), copy);
  } finally {
    rmSync(copy, { recursive: true });
  }
  return inspect(tag);
}

/** The paths of the image `images-test/<service>`, without those that Docker adds to a container. */
async function filesIn(service: string): Promise<string[]> {
  const container = await docker("create", `images-test/${service}`);
  const folder = mkdtempSync(join(tmpdir(), "images-test-"));
  try {
    const archive = join(folder, "image.tar");
    await docker("export", "--output", archive, container);
    const { stdout } = await promisify(execFile)("tar", ["--list", "--file", archive]);
    return stdout
      .split("\n")
      .filter((path) => !/^(\.dockerenv|(dev|etc|proc|sys)\/.*)?$/.test(path));
  } finally {
    await docker("rm", container);
    rmSync(folder, { recursive: true });
  }
}

/** Images without a name: the stages that the builds leave are such. */
async function nameless(): Promise<string[]> {
  const listed = await docker("image", "ls", "--quiet", "--no-trunc", "--filter=dangling=true");
  return listed.split("\n").filter(Boolean);
}

let namelessBefore: string[];
beforeAll(async () => {
  namelessBefore = await nameless();
});
afterAll(async () => {
  const left = (await nameless()).filter((id) => !namelessBefore.includes(id));
  if (left.length > 0) await docker("image", "rm", ...left);
});

const services = ["invoice-app", "issuer-keys", "payment-provider"];
describe.each(services)("the image of %s, built anew and elsewhere,", (service) => {
  let image: Image;
  beforeAll(async () => {
    image = await buildElsewhere(service);
  });
  afterAll(() => docker("image", "rm", `images-test/${service}`));

  test("runs as a user by number, of 10000 or more", () => {
    expect(image.Config.User).toMatch(/^[1-9]\d{4,}:[1-9]\d{4,}$/);
  });

  // 12.4 MB without OpenTelemetry's own OTLP.
  test("has at most 14.2 MB", () => {
    expect(image.Size).toBeLessThanOrEqual(14.2 * megabyte);
  });

  test("holds the service alone: no shell, no other program", async () => {
    expect(await filesIn(service)).toEqual([service]);
  });

  test("has the layers of the one that was deployed", async () => {
    expect(image.RootFS.Layers).toEqual((await deployed(service)).RootFS.Layers);
  });
});
