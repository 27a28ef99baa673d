import { version } from "@pulumi/docker/package.json";
import { runPlugin } from "../rpc/plugin";
import { handlers } from "./server";

/** The resource plugin `pulumi-resource-docker`. */
void runPlugin((engine) => handlers(version, engine), process.argv[2]);
