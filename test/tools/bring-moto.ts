import { pythonWithMoto } from "../iam/moto";

/** Before the tests that need it: beside each other, each would install it. */
export default function bringMoto(): void {
  pythonWithMoto();
}
