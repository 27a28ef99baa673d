export { ClusterAccess } from "./access/cluster-access";
export { AllowTraffic } from "./network/allow-traffic";
export { Microservice } from "./microservice/microservice";
export { PeopleAccess } from "./access/people-access";
export { PostgresDatabase } from "./postgres-database/postgres-database";
export { ServiceImage } from "./service-image/service-image";
export { takeOverFields } from "./take-over-fields";
export { TeamNamespace } from "./team-namespace/team-namespace";
