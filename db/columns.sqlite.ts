import { sql } from "drizzle-orm";
import {
  type AnySQLiteColumn,
  check,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";

export const table = sqliteTable;
export { check, index, primaryKey, uniqueIndex };

export const id = () => integer().primaryKey({ autoIncrement: true });
export const ref = (target: () => AnySQLiteColumn) => integer().references(target);
export const int = () => integer();
export const fen = () => integer();
export const bool = () => integer({ mode: "boolean" });
export const str = <const T extends readonly [string, ...string[]]>(values?: T) =>
  text({ enum: values as T });
export const day = () => text();
export const month = () => text();
export const instant = () => text();
export const json = <T>() => text({ mode: "json" }).$type<T>();
export const version = () => integer().notNull().default(sql`1`);
