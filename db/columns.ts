import * as postgres from "./columns.postgres.ts";
import * as sqlite from "./columns.sqlite.ts";

/**
 * Which engine this process talks to. Fixed when the schema is imported, because a table object belongs to
 * one engine.
 */
export const engine: "sqlite" | "postgres" = /^postgres(ql)?:/.test(process.env.DATABASE_URL ?? "")
  ? "postgres"
  : "sqlite";

// The one cast of the product: the schema is written once and typed as SQLite's; both kits give the same
// values.
const kit = (engine === "postgres" ? postgres : sqlite) as unknown as typeof sqlite;

/**
 * The column kit. `int`, `fen`, `id`, `ref` are integers (64 bit on PostgreSQL), `fen` is money in 分;
 * `day` is `YYYY-MM-DD` and `month` `YYYY-MM` in Asia/Shanghai; `instant` is ISO 8601 UTC with milliseconds.
 */
export const {
  table,
  index,
  uniqueIndex,
  primaryKey,
  check,
  id,
  ref,
  int,
  fen,
  bool,
  str,
  day,
  month,
  instant,
  json,
  version,
} = kit;
