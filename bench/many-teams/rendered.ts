// A Pulumi program of as many teams as TEAMS says. Its objects become files, in the place of a cluster's.
import { Provider } from "@pulumi/kubernetes";
import { manyTeams } from "./program";
import { expectationOf } from "./teams";

const { services } = expectationOf(Number(process.env.TEAMS));
const provider = new Provider("cluster", { renderYamlToDirectory: "manifests" });

export const outputs = manyTeams(services, { provider });
