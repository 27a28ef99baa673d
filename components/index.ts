export { AllowTraffic } from "./network/allow-traffic";
export { Microservice } from "./microservice/microservice";
export { PeopleAccess } from "./access/people-access";
export { PostgresDatabase } from "./postgres-database/postgres-database";
export { ServiceImage } from "./service-image/service-image";
export { TeamNamespace } from "./team-namespace/team-namespace";
