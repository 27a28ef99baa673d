import * as docker from "@pulumi/docker";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as dockerfileAst from "dockerfile-ast";
import * as zod from "zod";
import type * as index from "../../index";
import { record } from "../../render/recorder";
import "./no-proxies";

export { stackConfig } from "../../render/stack-config";

// Not mocks: the modules themselves. They take seconds to load, so they are kept when the program,
// which runs when it is imported, is loaded afresh.
jest.doMock("@pulumi/docker", () => docker);
jest.doMock("@pulumi/kubernetes", () => k8s);
jest.doMock("@pulumi/pulumi", () => pulumi);
jest.doMock("@pulumi/pulumi/runtime", () => pulumi.runtime);
jest.doMock("dockerfile-ast", () => dockerfileAst);
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
