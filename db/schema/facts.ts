import { bool, id, int, str, table, uniqueIndex } from "../columns.ts";

/** What the source says, word for word, with its qualifier; never turned into false precision. */
export const sourceFacts = table(
  "source_fact",
  {
    id: id(),
    key: str().notNull(),
    theme: str().notNull(),
    title: str().notNull(),
    titleEn: str().notNull(),
    value: str().notNull(),
    valueEn: str().notNull(),
    qualifier: str().notNull().default(""),
    qualifierEn: str().notNull().default(""),
    quote: str().notNull().default(""),
    restricted: bool().notNull(), // reorganised weak branches: office and leaders only
    rank: int().notNull(),
  },
  (t) => [uniqueIndex("source_fact_key").on(t.key)],
);

/** What this database is: `demonstration` = yes/no, `schema` and so on. */
export const settings = table("setting", { key: str().primaryKey(), value: str().notNull() });
