import type { Duty } from "#db/schema/people.ts";
import type { Actor, ActorRole } from "#lib/core/actor.ts";
import { covers } from "#lib/core/actor.ts";
import { Forbidden } from "#lib/core/errors.ts";

type Rule = {
  roles: readonly ActorRole[];
  /**
   * `scope`: the subject lies at or below the actor's division. `self`: it is their own account. `any`: there
   * is no subject to lie anywhere.
   */
  where: "scope" | "self" | "any";
  /** It only reads: an API token may do it too. */
  reads?: true;
  /** Whose it is among administrators where the three duties are separated; everybody's of them without. */
  duties?: readonly Duty[];
};

const system = ["system"] as const;
const security = ["security"] as const;
const either = ["system", "security"] as const;

const figures = ["town", "office", "leader", "auditor"] as const;
const onScreens = [...figures, "screen"] as const;
const meeting = ["office", "leader"] as const;
const filers = ["town", "office"] as const;
// The operator prints and verifies exports without a browser: whoever holds the machine holds the figures,
// and each print names them in the trail.
const onPaper = [...figures, "operator"] as const;
const onScreensAndPaper = [...onScreens, "operator"] as const;
const everyone = ["town", "office", "leader", "auditor", "admin"] as const;

/**
 * Who may do what: one row a permission, read by commands, buttons, the access test and the documentation.
 * An audit event is named by the same verb.
 */
export const policy = {
  "board.read": { roles: onScreensAndPaper, where: "scope", reads: true },
  "village.read": { roles: onScreensAndPaper, where: "scope", reads: true },
  "project.read": { roles: onScreensAndPaper, where: "scope", reads: true },
  "income.read": { roles: onPaper, where: "scope", reads: true },
  "funding.read": { roles: onScreensAndPaper, where: "scope", reads: true },
  "facts.read": { roles: figures, where: "any", reads: true },
  "facts.readRestricted": { roles: ["office", "leader"], where: "any", reads: true },
  "audit.read": { roles: ["auditor", "operator"], where: "scope", reads: true },
  "history.read": { roles: figures, where: "scope", reads: true },
  "export.begin": { roles: onPaper, where: "scope", reads: true },
  "export.run": { roles: onPaper, where: "scope", reads: true },
  "export.cancel": { roles: onPaper, where: "scope", reads: true },
  "print.run": { roles: onPaper, where: "scope", reads: true },
  "rule.read": { roles: figures, where: "any", reads: true },
  "filing.read": { roles: figures, where: "scope", reads: true },
  "screen.read": { roles: ["office"], where: "scope", reads: true },

  "project.create": { roles: filers, where: "scope" },
  "project.edit": { roles: filers, where: "scope" },
  "project.plan": { roles: filers, where: "scope" },
  "project.report": { roles: filers, where: "scope" },
  "project.pause": { roles: ["office"], where: "scope" },
  "project.resume": { roles: ["office"], where: "scope" },
  "project.end": { roles: ["office"], where: "scope" },
  "light.override": { roles: ["office"], where: "scope" },
  "light.clear": { roles: ["office"], where: "scope" },
  "rule.set": { roles: ["office"], where: "scope" },
  "comment.write": { roles: meeting, where: "scope" },
  "meeting.start": { roles: meeting, where: "scope" },
  "meeting.end": { roles: meeting, where: "scope" },
  "map.import": { roles: ["office"], where: "scope" },
  "screen.create": { roles: ["office"], where: "scope" },
  "screen.revoke": { roles: ["office"], where: "scope" },
  "village.edit": { roles: filers, where: "scope" },
  "target.set": { roles: ["office"], where: "scope" },
  "income.post": { roles: filers, where: "scope" },
  "income.reverse": { roles: filers, where: "scope" },
  "funding.post": { roles: filers, where: "scope" },
  "funding.reverse": { roles: filers, where: "scope" },
  "income.apportion": { roles: filers, where: "scope" },
  "income.withdraw": { roles: filers, where: "scope" },
  "funding.mode": { roles: ["office"], where: "scope" },
  "exception.assign": { roles: ["office"], where: "scope" },
  "exception.explain": { roles: filers, where: "scope" },
  "filing.submit": { roles: filers, where: "scope" },
  "filing.withdraw": { roles: filers, where: "scope" },
  "filing.answer": { roles: filers, where: "scope" },
  "filing.return": { roles: ["office"], where: "scope" },
  "filing.approve": { roles: ["office"], where: "scope" },
  "filing.lock": { roles: ["office"], where: "scope" },
  "filing.unlock": { roles: ["office"], where: "scope" },
  "filing.takeOver": { roles: ["operator"], where: "any" },
  "intake.upload": { roles: filers, where: "scope" },
  "intake.answer": { roles: filers, where: "scope" },
  "intake.cancel": { roles: filers, where: "scope" },
  "intake.confirm": { roles: filers, where: "scope" },
  "register.import": { roles: ["office"], where: "scope" },
  "template.make": { roles: filers, where: "scope" },

  "person.read": { roles: ["admin"], where: "scope", reads: true },
  "person.create": { roles: ["admin", "operator"], where: "scope", duties: system },
  "person.edit": { roles: ["admin"], where: "scope", duties: system },
  // Role and area: what somebody may see and do.
  "person.assign": { roles: ["admin"], where: "scope", duties: security },
  // The second of two persons, who is never the one that asked (two-persons.ts).
  "person.confirm": { roles: ["admin", "operator"], where: "scope", duties: either },
  "person.disable": { roles: ["admin"], where: "scope", duties: either },
  "person.enable": { roles: ["admin"], where: "scope", duties: system },
  "person.reset": { roles: ["admin", "operator"], where: "scope", duties: system },
  "person.unlock": { roles: ["admin", "operator"], where: "scope", duties: system },
  // How people come in, and who keeps what: of the whole district.
  "door.set": { roles: ["admin"], where: "scope", duties: security },
  "duties.set": { roles: ["admin", "operator"], where: "scope", duties: security },
  "password.change": { roles: everyone, where: "self" },
  "secondFactor.enrol": { roles: everyone, where: "self" },
  "secondFactor.remove": { roles: everyone, where: "self" },
  "token.create": { roles: figures, where: "self" },
  "token.revoke": { roles: figures, where: "self" },
  "session.end": { roles: everyone, where: "self" },
  "notice.see": { roles: ["auditor"], where: "self" },

  // Copies hold everything, and are of the machine and not of an area.
  "backup.read": { roles: ["admin"], where: "any", reads: true },
  "backup.make": { roles: ["admin", "operator"], where: "any", duties: system },
  "backup.restore": { roles: ["operator"], where: "any" },

  "district.found": { roles: ["operator"], where: "any" },
} as const satisfies Record<string, Rule>;

export type Verb = keyof typeof policy;

/** What happens to people rather than by their permission; audited under these names beside the verbs. */
export const happenings = ["session.start", "session.verify", "session.refuse", "access.deny"] as const;
export type Happening = (typeof happenings)[number];

/** Where a subject lies, or whose account it is. */
export type Within = { divisionCode: string } | { personId: number };

/**
 * May `actor` do `verb`, to the subject at `place` if there is one? Without a place it asks whether they may
 * ever.
 */
export function may(actor: Actor, verb: Verb, place?: Within): boolean {
  const rule: Rule = policy[verb];
  if (!rule.roles.includes(actor.role) || (actor.readOnly && !rule.reads)) return false;
  if (rule.duties && actor.duty && !rule.duties.some((duty) => duty === actor.duty)) return false;
  if (!place || rule.where === "any" || actor.role === "operator") return true;
  if (rule.where === "self") return "personId" in place && place.personId === actor.id;
  return "divisionCode" in place && covers(actor.scope, place.divisionCode);
}

/** @throws {Forbidden} unless `may`. */
export function authorize(actor: Actor, verb: Verb, place?: Within): void {
  if (!may(actor, verb, place)) throw new Forbidden(verb);
}
