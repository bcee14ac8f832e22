import { eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { type Duty, people, type Role } from "#db/schema/index.ts";
import { isDuplicate } from "#db/sql.ts";
import type { Verb } from "#lib/access/policy.ts";
import { defineCommand, type Saved, takes } from "#lib/audit/define-command.ts";
import type { Subject } from "#lib/core/audit-entry.ts";
import { type Ctx, provenanceOf } from "#lib/core/context.ts";
import { Refused } from "#lib/core/errors.ts";
import { type Division, divisionById, rootOf } from "#lib/divisions/queries/divisions.ts";
import type {
  ConfirmPerson,
  CreatePerson,
  DisablePerson,
  EditPerson,
  EnablePerson,
  ResetPassword,
  UnlockPerson,
} from "../input.ts";
import { lacking } from "../queries/duties.ts";
import { type Person, requirePerson } from "../queries/people.ts";
import { doorOf } from "../queries/sign-in-rules.ts";
import { asked, confirmed, confirmersOf, needsTwo, refusalOf } from "../queries/two-persons.ts";
import { leavePassword } from "../store/former-passwords.ts";
import { requireGoodPassword } from "../store/password-strength.ts";
import { hashPassword, oneTimePassword, passwordMark } from "../store/passwords.ts";
import { endSessionsOf, newToken, revokeTokensOf } from "../store/sessions.ts";
import { forgetGuesses } from "../store/throttle.ts";

// The commands by which an administrator keeps the accounts. Nobody changes their own role or shuts their own
// account, and accounts of administrators and auditors await a second person (two-persons.ts).

/**
 * Whose password it is, and the password to hand over when the system made it: it is shown once and kept
 * nowhere.
 */
export type Handover = { id: number; username: string; oneTimePassword: string | null };

/**
 * Opens an account. Without a password it makes one to hand over; such a one must be changed at the first
 * sign-in.
 * @throws {Refused} `access.usernameTaken`, `access.townScope`, or what `faultOf` says of a given password.
 */
export const createPerson = defineCommand({
  verb: "person.create",
  asksFirst: true,
  input: takes<CreatePerson>(),
  async prepare(ctx, { input }) {
    if (input.password) await requireGoodPassword(ctx, input.password, input);
    return passwordFor(ctx, "person.create", input);
  },
  load: (tx, { actor }, { input }) => divisionById(tx, actor, input.scopeId),
  place: ({ code }) => ({ divisionCode: code }),
  async work(tx, ctx, { input, loaded: scope, prepared: secret }) {
    requireFittingScope(input.role, scope);
    const { name, post, role, username } = input;
    const mustChangePassword = input.mustChangePassword || !input.password;
    const duty = role === "admin" ? (input.duty ?? null) : null;
    // Where duties are separated, a role is the security administrator's to give: what another opens awaits
    // them.
    const awaits = needsTwo(role) || (await doorOf(tx)).threeDuties ? asked(ctx) : {};
    const [row] = await tx
      .insert(people)
      .values({
        ...awaits,
        username,
        name,
        post,
        role,
        duty,
        mustChangePassword,
        scopeId: scope.id,
        passwordHash: secret.hash,
        provenance: provenanceOf(ctx),
        createdAt: ctx.now.toISOString(),
      })
      .returning({ id: people.id })
      .catch((error: unknown) => {
        throw isDuplicate(error) ? new Refused("access.usernameTaken", { username }, "username") : error;
      });
    const id = row?.id as number;
    const after = {
      username,
      name,
      post,
      role,
      ...(duty ? { duty } : {}),
      scope: scope.name,
      mustChangePassword,
      ...told(awaits),
    };
    return {
      result: { id, username },
      audit: { subject: { type: "person", id, name: username, divisionCode: scope.code }, after },
    };
  },
  after: (_, { result, prepared }): Handover => ({ ...result, oneTimePassword: prepared.oneTime }),
});

/**
 * Changes name, post, role and scope; what the person may do follows at their next request. A change of role
 * or scope is an event of its own name; to become an administrator or an auditor is a request, and until it
 * is confirmed the account is shut.
 * @throws {Conflict} when somebody saved since `version`. @throws {Refused} `access.ownAccount`,
 * `access.townScope`
 */
export const editPerson = defineCommand({
  verb: "person.edit",
  asksFirst: ["person.edit", "person.assign"],
  input: takes<EditPerson>(),
  async load(tx, { actor }, { input }) {
    const person = await requirePerson(tx, actor, input.personId);
    const scope = await divisionById(tx, actor, input.scopeId);
    const duty = input.role !== "admin" ? null : input.duty === undefined ? person.duty : input.duty;
    const isAssigned = input.role !== person.role || scope.id !== person.scopeId || duty !== person.duty;
    return { person, scope, duty, isAssigned };
  },
  place({ person, isAssigned }, _, { input: { name, post } }) {
    const divisionCode = person.scope.code;
    const isEdited = !isAssigned || name !== person.name || post !== person.post;
    return [
      ...(isAssigned ? [{ verb: "person.assign" as const, divisionCode }] : []),
      ...(isEdited ? [{ divisionCode }] : []),
    ];
  },
  version({ person, scope, isAssigned }, { actor }, { input }) {
    if (person.id === actor.id && isAssigned) throw new Refused("access.ownAccount", {}, "role");
    requireFittingScope(input.role, scope);
    return savedOf(person);
  },
  async work(tx, ctx, { input: { name, post, role }, loaded: { person, scope, duty, isAssigned } }) {
    const { threeDuties } = await doorOf(tx);
    const isOther = role !== person.role || (threeDuties && duty !== person.duty);
    const awaits = !isOther ? {} : needsTwo(role) ? asked(ctx) : confirmed;
    const change = { name, post, role, duty, scopeId: scope.id, ...awaits };
    const version = await save(tx, ctx, person, change);
    await requireDutiesHeld(tx);
    const ended =
      person.awaitsSince === null && told(awaits).awaitsConfirmation ? await cutOff(tx, ctx, person.id) : {};
    const isOf = (of: Duty | null) => (duty === person.duty ? {} : { duty: of });
    const before = {
      name: person.name,
      post: person.post,
      role: person.role,
      ...isOf(person.duty),
      scope: person.scope.name,
    };
    const after = { name, post, role, ...isOf(duty), scope: scope.name, ...told(awaits), ...ended };
    const verb = isAssigned ? "person.assign" : "person.edit";
    return {
      result: { id: person.id, version },
      audit: { verb, subject: subjectOf(person, scope.code), before, after },
    };
  },
});

/**
 * The second person's word for what another asked for: the account may be signed in to.
 * @throws {Conflict} when it has become another request since `version`
 * @throws {Refused} `access.notAwaited`; for whoever asked themselves `access.awaitsAdministrator` or
 * `access.awaitsOperator`
 */
export const confirmPerson = defineCommand({
  verb: "person.confirm",
  asksFirst: true,
  input: takes<ConfirmPerson>(),
  load: (tx, { actor }, { input }) => requirePerson(tx, actor, input.personId),
  place: ({ scope }) => ({ divisionCode: scope.code }),
  version(person, { actor }) {
    if (!person.awaitsSince) throw new Refused("access.notAwaited", { username: person.username });
    if (person.id === actor.id) throw new Refused("access.ownAccount");
    return savedOf(person);
  },
  async work(tx, ctx, { loaded: person }) {
    const isConfirmer =
      ctx.actor.role === "operator" || (await confirmersOf(tx, person)).some(({ id }) => id === ctx.actor.id);
    if (!isConfirmer) throw await refusalOf(tx, person);
    const version = await save(tx, ctx, person, confirmed);
    const after = { awaitsConfirmation: false, role: person.role, scope: person.scope.name };
    return {
      result: { id: person.id, version },
      audit: { subject: subjectOf(person), before: { ...after, awaitsConfirmation: true }, after },
    };
  },
});

/**
 * Shuts an account: its sessions and API tokens are dead at once, its history stays.
 * @throws {Refused} `access.ownAccount`, `access.alreadyDisabled`
 */
export const disablePerson = defineCommand({
  verb: "person.disable",
  asksFirst: true,
  input: takes<DisablePerson>(),
  load: (tx, { actor }, { input }) => requirePerson(tx, actor, input.personId),
  place: ({ scope }) => ({ divisionCode: scope.code }),
  version(person, { actor }) {
    if (person.id === actor.id) throw new Refused("access.ownAccount");
    if (person.disabledAt) throw new Refused("access.alreadyDisabled", { username: person.username });
    return savedOf(person);
  },
  async work(tx, ctx, { input, loaded: person }) {
    const version = await save(tx, ctx, person, { disabledAt: ctx.now.toISOString() });
    await requireDutiesHeld(tx);
    const ended = await cutOff(tx, ctx, person.id);
    const after = { disabled: true, ...ended };
    return {
      result: { id: person.id, version },
      audit: { subject: subjectOf(person), before: { disabled: false }, after, reason: input.reason },
    };
  },
});

/** Opens a shut account again, with the password it had. @throws {Refused} `access.notDisabled` */
export const enablePerson = defineCommand({
  verb: "person.enable",
  asksFirst: true,
  input: takes<EnablePerson>(),
  load: (tx, { actor }, { input }) => requirePerson(tx, actor, input.personId),
  place: ({ scope }) => ({ divisionCode: scope.code }),
  version(person) {
    if (!person.disabledAt) throw new Refused("access.notDisabled", { username: person.username });
    return savedOf(person);
  },
  async work(tx, ctx, { loaded: person }) {
    const version = await save(tx, ctx, person, { disabledAt: null });
    return {
      result: { id: person.id, version },
      audit: { subject: subjectOf(person), before: { disabled: true }, after: { disabled: false } },
    };
  },
});

/**
 * Gives an account another password, to be changed at the next sign-in; its sessions and API tokens are dead
 * at once. On request it also forgets a lost second factor. Of an administrator's or an auditor's account it
 * is a request.
 * @throws {Refused} `access.ownAccount`, or what `faultOf` says of a given password.
 */
export const resetPassword = defineCommand({
  verb: "person.reset",
  asksFirst: true,
  input: takes<ResetPassword>(),
  async prepare(ctx, { input }) {
    const account = await requirePerson(ctx.db, ctx.actor, input.personId);
    if (input.password) await requireGoodPassword(ctx, input.password, account);
    return passwordFor(ctx, "person.reset", input);
  },
  load: (tx, { actor }, { input }) => requirePerson(tx, actor, input.personId),
  place: ({ scope }) => ({ divisionCode: scope.code }),
  async work(tx, ctx, { input, loaded: person, prepared: secret }) {
    if (person.id === ctx.actor.id) throw new Refused("access.ownAccount");
    const [had] = await tx.select({ hash: people.passwordHash }).from(people).where(eq(people.id, person.id));
    await leavePassword(tx, person.id, had?.hash ?? "", ctx.now);
    const forgotten = input.clearSecondFactor ? { totpSecret: null, totpLastStep: null } : {};
    const awaits = needsTwo(person.role) ? { ...asked(ctx), version: person.version + 1 } : {};
    await tx
      .update(people)
      .set({ passwordHash: secret.hash, mustChangePassword: true, ...forgotten, ...awaits })
      .where(eq(people.id, person.id));
    const ended = await cutOff(tx, ctx, person.id);
    const after = { secondFactorCleared: input.clearSecondFactor, ...told(awaits), ...ended };
    return {
      result: { id: person.id, username: person.username },
      audit: { subject: subjectOf(person), after },
    };
  },
  after: (_, { result, prepared }): Handover => ({ ...result, oneTimePassword: prepared.oneTime }),
});

/**
 * Lets the owner of an account that others guessed at try again at once: the wrong guesses at its password
 * and codes are forgotten.
 * @throws {Refused} `access.notLocked` where there were none
 */
export const unlockPerson = defineCommand({
  verb: "person.unlock",
  asksFirst: true,
  input: takes<UnlockPerson>(),
  load: (tx, { actor }, { input }) => requirePerson(tx, actor, input.personId),
  place: ({ scope }) => ({ divisionCode: scope.code }),
  async work(tx, _, { loaded: person }) {
    const guessesForgotten = await forgetGuesses(tx, person);
    if (guessesForgotten === 0) throw new Refused("access.notLocked", { username: person.username });
    return {
      result: { id: person.id },
      audit: { subject: subjectOf(person), after: { guessesForgotten } },
    };
  },
});

/**
 * The hash of the given password or of one made for the form's key, computed before any transaction begins;
 * by its mark the form tells another password without keeping it.
 */
async function passwordFor(ctx: Ctx, verb: Verb, input: CreatePerson | ResetPassword) {
  const { password, ...rest } = input;
  const oneTime = password ? null : oneTimePassword(`${ctx.actor.id} ${verb} ${input.key ?? newToken()}`);
  const hash = await hashPassword(password ?? (oneTime as string));
  return { oneTime, hash, form: { ...rest, mark: passwordMark(password ?? "") } };
}

async function save(
  tx: Tx,
  ctx: Ctx,
  person: Person,
  change: Partial<typeof people.$inferInsert>,
): Promise<number> {
  const version = person.version + 1;
  await tx
    .update(people)
    .set({ ...change, version, updatedBy: ctx.actor.name, updatedAt: ctx.now.toISOString() })
    .where(eq(people.id, person.id));
  return version;
}

/** The account's version with what the form shows of it. */
function savedOf(person: Person): Saved {
  const { name, post, role, duty, scopeId, disabledAt, version } = person;
  return {
    version,
    by: { name: person.updatedBy ?? "", at: person.updatedAt ?? person.createdAt },
    current: { name, post, role, duty: duty ?? "", scopeId, disabled: disabledAt !== null },
  };
}

async function cutOff(tx: Tx, ctx: Ctx, personId: number) {
  return {
    sessionsEnded: await endSessionsOf(tx, personId),
    tokensRevoked: await revokeTokensOf(tx, personId, ctx.now),
  };
}

/** Where duties are separated, each stays somebody's. @throws {Refused} `access.lastOfDuty` */
async function requireDutiesHeld(tx: Tx) {
  const root = (await doorOf(tx)).threeDuties && (await rootOf(tx));
  const nobodys = root ? await lacking(tx, root, true) : undefined;
  if (nobodys) throw new Refused("access.lastOfDuty", { duty: nobodys });
}

/** What an event says of a request: that it is one, or that it no longer is. */
const told = (awaits: { awaitsSince?: string | null }) =>
  awaits.awaitsSince === undefined ? {} : { awaitsConfirmation: awaits.awaitsSince !== null };

/** Town staff file for a town or a village; with a wider scope they would file for all. */
function requireFittingScope(role: Role, scope: Division) {
  if (role === "town" && scope.level !== "town" && scope.level !== "village")
    throw new Refused("access.townScope", { scope: scope.name }, "scopeId");
}

const subjectOf = (person: Person, divisionCode = person.scope.code): Subject => ({
  type: "person",
  id: person.id,
  name: person.username,
  divisionCode,
});
