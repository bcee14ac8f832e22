import { readEnv } from "#lib/core/env.ts";
import { logger } from "../session/log.ts";

/**
 * What becomes of a message that is missing, or lacks a value it speaks of: an error wherever no district
 * depends on the page, so that a test or a story meets it; in production a line in the log, and the page
 * shows the key.
 */
export function onMessageError(error: Error): void {
  if (!readEnv().production) throw error;
  logger().error({ err: error }, "a message could not be said");
}
