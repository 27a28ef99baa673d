import { PropertyMap } from "../property-diff";

export interface SettingFailure {
  readonly property: string;
  readonly reason: string;
}

/**
 * The daemon that the official provider would ask too: that of the configuration docker:host or of
 * DOCKER_HOST, but of no context of the docker CLI.
 */
export function hostOf(
  variables: ReadonlyMap<string, string>,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const hosts = [variables.get("docker:config:host"), environment.DOCKER_HOST];
  return hosts.find(Boolean) ?? "unix:///var/run/docker.sock";
}

const CONNECTION =
  "name the daemon by host or DOCKER_HOST, and its certificates by DOCKER_CERT_PATH";
const remedies: Readonly<Record<string, string>> = {
  caMaterial: CONNECTION,
  certMaterial: CONNECTION,
  certPath: CONNECTION,
  context: CONNECTION,
  keyMaterial: CONNECTION,
  sshOpts: CONNECTION,
  registryAuth: "give each image its registry's username and password",
};

/** What the official provider can be configured to do and this one cannot. */
export function unsupportedSettings(config: PropertyMap): SettingFailure[] {
  return Object.entries(remedies)
    .filter(([property]) => config[property] !== undefined)
    .map(([property, remedy]) => ({
      property,
      reason: `not a setting that this provider knows; ${remedy}`,
    }));
}
