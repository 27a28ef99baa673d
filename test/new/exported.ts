import { EXPECTED } from "../../verify/expected";
import { refuseUnproved } from "../../verify/traffic/completeness";
import { controlsOf } from "../../verify/traffic/controls";
import { expand } from "../../verify/traffic/cells";
import { matrixOf } from "../../verify/traffic/matrix";
import { programOutputs } from "../../render/outputs";

// Says what the project, in whose copy this is run, exports to each stack, once its proof agrees with it.
const cells = expand(matrixOf(EXPECTED), controlsOf(EXPECTED));
const allowed = cells.flatMap(({ id, expected }) => (expected === "allowed" ? id : []));
const uncontrolled = cells.filter(
  ({ expected, controls }) =>
    expected !== "allowed" &&
    (controls.length === 0 || controls.some((id) => !allowed.includes(id))),
);

async function main(): Promise<void> {
  const dev = await programOutputs("dev");
  refuseUnproved(EXPECTED, dev);
  // The program runs when it is loaded: once more.
  for (const file of Object.keys(require.cache)) {
    if (!file.includes("/node_modules/")) Reflect.deleteProperty(require.cache, file);
  }
  const eks = await programOutputs("eks");
  console.log(JSON.stringify({ dev, eks, uncontrolled }));
}

void main();
