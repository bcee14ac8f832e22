import pino, { type Logger } from "pino";
import { readEnv } from "#lib/core/env.ts";

let made: Logger | undefined;

/** The process's log: one JSON object a line, no secrets. */
export function logger(): Logger {
  made ??= pino({ level: readEnv().logLevel, redact: ["password", "token", "*.password", "*.token"] });
  return made;
}
