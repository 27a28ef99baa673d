import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { readyPods } from "./database/replicas";
import { kubectl } from "./kubectl";
import { root } from "./node";

async function removeOnePod(): Promise<void> {
  const [pod = ""] = await readyPods("invoices", "invoice-app");
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
