import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { Moto, startMoto } from "../iam/moto";

// A cache that is moved, or restored at another path, takes the place that it was made for with it.
const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
const moved = mkdtempSync(join(tmpdir(), "moved-cache-"));
let moto: Moto | undefined;
jest.setTimeout(300_000);

afterAll(async () => {
  await moto?.stop();
  process.env.XDG_CACHE_HOME = cache;
  rmSync(moved, { recursive: true, force: true });
});

test("moto starts from a cache that was moved since it was made", async () => {
  await (await startMoto()).stop();
  // Without what pip wrote beside Python: it names the place of before, which is still there.
  const stays = /\/bin\/(?!python)/;
  cpSync(join(cache, "sre-challenge"), join(moved, "sre-challenge"), {
    recursive: true,
    filter: (path) =>
      path === join(cache, "sre-challenge") || (path.includes("/moto-") && !stays.test(path)),
    verbatimSymlinks: true,
  });
  process.env.XDG_CACHE_HOME = moved;
  moto = await startMoto();
  await expect(fetch(moto.url)).resolves.toBeDefined();
});
