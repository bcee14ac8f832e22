import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  customType,
  index,
  json as pgJson,
  pgTable,
  primaryKey,
  uniqueIndex,
} from "drizzle-orm/pg-core";

export const table = pgTable;
export { check, index, primaryKey, uniqueIndex };

// Byte order on both engines: codes, days and pinyin sort and range-scan alike whatever locale the server was
// made with.
const text = customType<{ data: string }>({ dataType: () => `text COLLATE "C"` });

export const id = () => bigint({ mode: "number" }).primaryKey().generatedByDefaultAsIdentity();
export const ref = (target: () => AnyPgColumn) => bigint({ mode: "number" }).references(target);
export const int = () => bigint({ mode: "number" });
export const fen = () => bigint({ mode: "number" });
export const bool = () => boolean();
export const str = (_values?: readonly string[]) => text();
export const day = () => text();
export const month = () => text();
export const instant = () => text();
export const json = <T>() => pgJson().$type<T>();
export const version = () => bigint({ mode: "number" }).notNull().default(sql`1`);
