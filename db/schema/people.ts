import { bool, id, index, instant, int, ref, str, table, uniqueIndex, version } from "../columns.ts";
import { divisions } from "./divisions.ts";

export const roles = ["town", "office", "leader", "auditor", "admin"] as const;
export type Role = (typeof roles)[number];

export const people = table(
  "person",
  {
    id: id(),
    username: str().notNull(),
    name: str().notNull(),
    post: str().notNull().default(""),
    role: str(roles).notNull(),
    scopeId: ref(() => divisions.id).notNull(),
    passwordHash: str().notNull(),
    mustChangePassword: bool().notNull(),
    totpSecret: str(),
    totpLastStep: int(), // the last one-time code's time step: a code is spent by moving it forward
    disabledAt: instant(),
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
    usedAt: instant(),
    revokedAt: instant(),
  },
  (t) => [uniqueIndex("api_token_hash").on(t.tokenHash), index("api_token_person").on(t.personId)],
);

/** 大屏: a screen on a wall that opens by a link. It reads the board of its division and nothing else. Only the SHA-256 is kept. */
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
