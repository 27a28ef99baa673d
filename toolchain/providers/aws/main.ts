import { version } from "@pulumi/aws/package.json";
import { runPlugin } from "../rpc/plugin";
import { handlers } from "./server";

// What the SDK says of a coming version would stand in every preview.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

/** The resource plugin `pulumi-resource-aws`. */
void runPlugin((engine) => handlers(version, engine, process.env), process.argv[2]);
