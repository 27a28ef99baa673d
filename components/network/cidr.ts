import { BlockList } from "node:net";

/** Whether every address of `inner` is in `outer`; both are IPv4 ranges such as `10.244.0.0/16`. */
export function contains(outer: string, inner: string): boolean {
  const [outerAddress, outerBits] = split(outer);
  const [innerAddress, innerBits] = split(inner);
  const block = new BlockList();
  block.addSubnet(outerAddress, outerBits);
  return innerBits >= outerBits && block.check(innerAddress);
}

function split(cidr: string): [address: string, bits: number] {
  const [address = "", bits = ""] = cidr.split("/");
  return [address, Number(bits)];
}
