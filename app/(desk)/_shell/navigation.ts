import { may, type Verb } from "#lib/access/policy.ts";
import type { Actor } from "#lib/core/actor.ts";

/** Where one can go, which permission opens it, and the key that goes there (g, then the key). */
export const places = [
  { name: "desk", href: "/", verb: "project.report", roles: ["town"], key: "h" },
  { name: "board", href: "/board", verb: "board.read", key: "b" },
  { name: "villages", href: "/villages", verb: "village.read", key: "v" },
  { name: "projects", href: "/projects", verb: "project.read", key: "p" },
  { name: "income", href: "/income", verb: "income.read", key: "i" },
  { name: "funding", href: "/funding", verb: "funding.read", key: "f" },
  { name: "filing", href: "/filing", verb: "filing.read", key: "m" },
  { name: "intake", href: "/intake", verb: "intake.upload", key: "t" },
  { name: "exports", href: "/exports", verb: "export.run", key: "e" },
  { name: "audit", href: "/audit", verb: "audit.read", key: "a" },
  { name: "facts", href: "/facts", verb: "facts.read", key: "c" },
  { name: "screens", href: "/screens", verb: "screen.read", key: "s" },
  { name: "rules", href: "/rules", verb: "rule.read", key: "l" },
  { name: "people", href: "/admin/people", verb: "person.read", key: "r" },
  { name: "door", href: "/admin/door", verb: "door.set", key: "d" },
  { name: "backups", href: "/admin/backups", verb: "backup.read", key: "u" },
] as const satisfies { name: string; href: string; verb: Verb; roles?: readonly string[]; key: string }[];

export type PlaceName = (typeof places)[number]["name"];

/** The places that open for `actor`; without facts of the article, nothing leads to their page. */
export const placesOf = (actor: Actor, facts: boolean) =>
  places.filter(
    (place) =>
      may(actor, place.verb) &&
      (!("roles" in place) || (place.roles as readonly string[]).includes(actor.role)) &&
      (place.name !== "facts" || facts),
  );
