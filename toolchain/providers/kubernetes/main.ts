import { version } from "@pulumi/kubernetes/package.json";
import { runPlugin } from "../rpc/plugin";
import { handlers } from "./server";

/** The resource plugin `pulumi-resource-kubernetes`. */
void runPlugin((engine) => handlers({ version, engine }), process.argv[2]);
