import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { kubectl } from "./kubectl";

const root = join(__dirname, "../..");
const invoiceApp = ["--namespace=invoices", "--selector=app.kubernetes.io/name=invoice-app"];

async function removeOnePod(): Promise<void> {
  const name = "--output=jsonpath={.items[0].metadata.name}";
  const pod = await kubectl(["get", "pods", ...invoiceApp, name]);
  await kubectl(["delete", "pod", "--namespace=invoices", "--grace-period=1", pod]);
}

jest.setTimeout(120_000);

test("a pod that goes while verify runs, as an autoscaler has it, makes no cell wrong", async () => {
  const verify = spawn(process.execPath, ["--require", "tsx/cjs", "verify/main.ts"], { cwd: root });
  const ended = once(verify, "close");
  const said: string[] = [];
  verify.stdout.on("data", (text: Buffer) => said.push(text.toString()));

  for await (const line of createInterface(verify.stderr)) {
    // By now it knows the service's pods, and has yet to ask them.
    if (line.startsWith("verify: starting ")) {
      await removeOnePod();
    }
  }

  const [code] = (await ended) as [number];
  expect({ code, wrong: /(\d+) wrong/.exec(said.join(""))?.[1] }).toEqual({ code: 0, wrong: "0" });
});
