import { readFileSync } from "node:fs";
import * as docker from "@pulumi/docker";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { load } from "js-yaml";
import * as zod from "zod";
import type * as index from "../../index";
import { record } from "../components/recorder";

/** The configuration in a stack's file, as the engine hands it to the program. */
export function stackConfig(stack: "dev" | "eks"): Record<string, string> {
  const { config } = load(readFileSync(`Pulumi.${stack}.yaml`, "utf8")) as {
    config: Record<string, unknown>;
  };
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}

// Not mocks: the modules themselves. They take seconds to load, so they are kept when the program,
// which runs when it is imported, is loaded afresh.
jest.doMock("@pulumi/docker", () => docker);
jest.doMock("@pulumi/kubernetes", () => k8s);
jest.doMock("@pulumi/pulumi", () => pulumi);
jest.doMock("zod", () => zod);

/** Loads index.ts afresh. */
export function importProgram() {
  jest.resetModules();
  return jest.requireActual<typeof index>("../../index");
}

/** Runs the whole program; its result is what the stack exports. */
export function runProgram(config: Readonly<Record<string, string>>) {
  return record(importProgram, config);
}
