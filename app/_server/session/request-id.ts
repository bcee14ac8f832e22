import { randomUUID } from "node:crypto";
import { headers } from "next/headers";

/** The request's id, as the server in front gave it: the log's lines and the trail's events carry it. */
export const requestId = async (): Promise<string> => (await headers()).get("x-request-id") ?? randomUUID();
