import { once } from "node:events";
import * as fs from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import * as path from "node:path";
import { Sandbox } from "./sandbox";

const content = "0123456789".repeat(10);

let machine: Sandbox;
let server: http.Server;
let ranges: (string | undefined)[];
beforeEach(() => {
  machine = new Sandbox();
  machine.linkSystem("curl");
  ranges = [];
});
afterEach(() => {
  server.close();
  machine.remove();
});

/** Fetches content from a server that cuts the first answers off after ten bytes of their body. */
async function fetch(cuts: number, cut: (answer: http.ServerResponse) => void): Promise<number> {
  server = http.createServer((request, answer) => {
    ranges.push(request.headers.range);
    const from = Number(/\d+/.exec(request.headers.range ?? "0")?.[0]);
    const rest = content.slice(from);
    answer.writeHead(from > 0 ? 206 : 200, {
      "content-length": rest.length,
      "content-range": `bytes ${from}-${content.length - 1}/${content.length}`,
    });
    if (ranges.length > cuts) answer.end(rest);
    else {
      answer.write(rest.slice(0, 10), () => {
        cut(answer);
      });
    }
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/file`;
  const { code } = await machine.shell(["shell/download"], `fetch ${url} "${file()}"`);
  return code ?? -1;
}

const file = (): string => path.join(machine.dir, "file");

test.each<[string, (answer: http.ServerResponse) => void]>([
  ["closed", (answer) => answer.socket?.destroy()],
  ["reset", (answer) => answer.socket?.resetAndDestroy()],
])("a connection that is %s in the middle of a file: it goes on from there", async (_, cut) => {
  expect(await fetch(2, cut)).toBe(0);
  expect(fs.readFileSync(file(), "utf8")).toBe(content);
  expect(ranges).toEqual([undefined, "bytes=10-", "bytes=20-"]);
});

test("one that is always cut ends with curl's own words", async () => {
  expect(await fetch(Infinity, (answer) => answer.socket?.destroy())).toBe(18);
});
