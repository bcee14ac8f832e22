import { bool, id, index, instant, int, ref, str, table, uniqueIndex, version } from "../columns.ts";
import { divisions } from "./divisions.ts";

export const roles = ["town", "office", "leader", "auditor", "admin"] as const;
export type Role = (typeof roles)[number];

/**
 * 三员分立: what an administrator is for where the district separates duties; the third of the three is the
 * auditor.
 */
export const duties = ["system", "security"] as const;
export type Duty = (typeof duties)[number];

export const people = table(
  "person",
  {
    id: id(),
    username: str().notNull(),
    name: str().notNull(),
    post: str().notNull().default(""),
    role: str(roles).notNull(),
    duty: str(duties), // of administrators alone
    scopeId: ref(() => divisions.id).notNull(),
    passwordHash: str().notNull(),
    mustChangePassword: bool().notNull(),
    passwordSince: instant(), // by the real clock; null: before it was kept, or never set by its owner
    totpSecret: str(),
    totpLastStep: int(), // the last one-time code's time step: a code is spent by moving it forward
    disabledAt: instant(),
    awaitsSince: instant(), // until a second person confirms what one alone has asked for, nobody signs in here
    requestedBy: int(), // the person who asked
    provenance: str().notNull().default("real"),
    createdAt: instant().notNull(),
    updatedBy: str(),
    updatedAt: instant(),
    version: version(),
  },
  (t) => [uniqueIndex("person_username").on(t.username), index("person_scope").on(t.scopeId)],
);

/** Only the SHA-256 of the cookie's token is kept, so a copy of this table signs nobody in. */
export const sessions = table(
  "session",
  {
    id: id(),
    tokenHash: str().notNull(),
    personId: ref(() => people.id).notNull(),
    secondFactor: bool().notNull(), // false while the one-time code is still owed
    createdAt: instant().notNull(),
    seenAt: instant().notNull(),
  },
  (t) => [uniqueIndex("session_token").on(t.tokenHash), index("session_person").on(t.personId)],
);

export const apiTokens = table(
  "api_token",
  {
    id: id(),
    tokenHash: str().notNull(),
    personId: ref(() => people.id).notNull(),
    name: str().notNull(),
    createdAt: instant().notNull(),
    expiresAt: instant(), // null: made before tokens ended by themselves, a year after it was made
    usedAt: instant(),
    usedFrom: str(), // the address that it was last used from
    revokedAt: instant(),
  },
  (t) => [uniqueIndex("api_token_hash").on(t.tokenHash), index("api_token_person").on(t.personId)],
);

/** The hashes of passwords that an account had before, the newest few: it does not go back to one of them. */
export const formerPasswords = table(
  "former_password",
  {
    id: id(),
    personId: ref(() => people.id).notNull(),
    passwordHash: str().notNull(),
    leftAt: instant().notNull(),
  },
  (t) => [index("former_password_person").on(t.personId)],
);

/**
 * 大屏: a screen on a wall that opens by a link. It reads the board of its division and nothing else. Only the
 * SHA-256 is kept.
 */
export const screens = table(
  "screen",
  {
    id: id(),
    tokenHash: str().notNull(),
    name: str().notNull(),
    scopeId: ref(() => divisions.id).notNull(),
    personId: ref(() => people.id), // who put it up
    personName: str().notNull(),
    createdAt: instant().notNull(),
    seenAt: instant(),
    revokedAt: instant(),
  },
  (t) => [uniqueIndex("screen_token").on(t.tokenHash), index("screen_scope").on(t.scopeId)],
);

/** Guesses that reached the hash, by account name as typed, for the throttle. */
export const signInAttempts = table(
  "sign_in_attempt",
  { id: id(), username: str().notNull(), at: instant().notNull(), succeeded: bool().notNull() },
  (t) => [index("sign_in_attempt_username").on(t.username, t.at)],
);

/** What was refused again and again in one window of time: the trail holds its first, this row how often. */
export const refusalCounts = table(
  "refusal_count",
  { id: id(), name: str().notNull(), windowFrom: instant().notNull(), count: int().notNull() },
  (t) => [uniqueIndex("refusal_count_name").on(t.name, t.windowFrom)],
);

/** How far an auditor has seen the notices of the trail: the number of the newest event. */
export const noticesSeen = table("notice_seen", {
  personId: ref(() => people.id).primaryKey(),
  seq: int().notNull(),
});
