import { guardrailsFor } from "../../../components/access/guardrails";
import { postgresImage } from "../../../components/postgres-database/server";
import { imageReferences } from "../../../components/service-image/references";

export const ledgerImage = imageReferences("ledger", "localhost:5000");

/** Those of a stack with one service and a registry. */
export const guardrails = guardrailsFor({ services: [ledgerImage], others: [postgresImage] });
