import { expect, test } from "vitest";
import { storageFailureOf } from "./disk.ts";

const error = (code: string, cause?: Error) => Object.assign(new Error(code, { cause }), { code });

test.each([
  [error("SQLITE_FULL"), "SQLITE_FULL"],
  [error("SQLITE_IOERR_WRITE"), "SQLITE_IOERR_WRITE"],
  [error("SQLITE_IOERR_FSYNC"), "SQLITE_IOERR_FSYNC"],
  [error("SQLITE_READONLY_DBMOVED"), "SQLITE_READONLY_DBMOVED"],
  [error("ENOSPC"), "ENOSPC"],
  [error("53100"), "53100"], // PostgreSQL: disk_full
  [error("25006"), "25006"], // PostgreSQL: read_only_sql_transaction
  [new Error("Failed query", { cause: error("SQLITE_FULL") }), "SQLITE_FULL"], // as the query builder wraps it
  [error("SQLITE_CONSTRAINT_UNIQUE"), null],
  [error("SQLITE_BUSY"), null],
  [error("23505"), null],
  [new Error("no"), null],
  ["SQLITE_FULL", null],
])("%o is the disk's: %s", (given, code) => {
  expect(storageFailureOf(given)).toBe(code);
});
