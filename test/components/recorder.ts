export { pushedReference, roleId } from "../../render/provider-outputs";
export { record, type Registered } from "../../render/recorder";
