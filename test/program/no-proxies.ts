import { proxyNames } from "../../components/service-image/proxies";

// The program asks the environment for these alone, and behind a proxy has the same tests.
for (const name of proxyNames) Reflect.deleteProperty(process.env, name);
