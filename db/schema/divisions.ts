import { sql } from "drizzle-orm";
import {
  bool,
  day,
  id,
  index,
  instant,
  int,
  primaryKey,
  ref,
  str,
  table,
  uniqueIndex,
  version,
} from "../columns.ts";

export const levels = ["country", "province", "city", "county", "town", "village"] as const;
export type Level = (typeof levels)[number];

/** 行政区划: one node of the tree. `code` is today's statistical code and may change; `id` never does. */
export const divisions = table(
  "division",
  {
    id: id(),
    code: str().notNull(),
    level: str(levels).notNull(),
    name: str().notNull(),
    shortName: str().notNull(),
    kind: str().notNull(),
    parentId: int(),
    pinyin: str().notNull(),
    initials: str().notNull(),
    urCode: str(),
    villages: int().notNull().default(sql`0`), // at or below it: what "86 of 136" is out of, without counting them again
    plan: str().notNull().default(""), // 一村一策
    contact: str().notNull().default(""), // a post, never a private person
    contactPhone: str().notNull().default(""),
    endedOn: day(),
    updatedBy: str(),
    updatedAt: str(),
    version: version(),
  },
  (t) => [uniqueIndex("division_code_now").on(t.code), index("division_parent").on(t.parentId)],
);

/**
 * What people wrote about a division at each version, from the instant they did: what a past day's card
 * shows. Append-only.
 */
export const divisionVersions = table(
  "division_version",
  {
    divisionId: ref(() => divisions.id).notNull(),
    version: int().notNull(),
    plan: str().notNull(),
    contact: str().notNull(),
    contactPhone: str().notNull(),
    updatedBy: str(),
    recordedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.divisionId, t.version] })],
);

/** Every code a division ever had, with the edition that gave it. */
export const divisionCodes = table(
  "division_code",
  {
    id: id(),
    divisionId: ref(() => divisions.id).notNull(),
    code: str().notNull(),
    name: str().notNull(),
    edition: day().notNull(),
    note: str().notNull().default(""),
  },
  (t) => [
    uniqueIndex("division_code_edition").on(t.edition, t.code),
    index("division_code_division").on(t.divisionId),
  ],
);

/** 组团: villages tied together, strong with weak. */
export const clusters = table("cluster", { id: id(), name: str().notNull(), provenance: str().notNull() });

export const clusterMembers = table(
  "cluster_member",
  {
    id: id(),
    clusterId: ref(() => clusters.id).notNull(),
    villageId: ref(() => divisions.id).notNull(),
    leads: bool().notNull(),
  },
  (t) => [
    uniqueIndex("cluster_member_once").on(t.clusterId, t.villageId),
    index("cluster_member_village").on(t.villageId),
  ],
);
