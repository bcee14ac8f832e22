import { and, eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { type Duty, people, type Role } from "#db/schema/index.ts";
import { isDuplicate } from "#db/sql.ts";
import { authorize, may, type Verb } from "#lib/access/policy.ts";
import { once } from "#lib/audit/store/once.ts";
import { record } from "#lib/audit/store/record.ts";
import type { Subject } from "#lib/core/audit-entry.ts";
import { type Ctx, provenanceOf } from "#lib/core/context.ts";
import { Conflict, Forbidden, Refused } from "#lib/core/errors.ts";
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
export async function createPerson(ctx: Ctx, input: CreatePerson): Promise<Handover> {
  const { password, ...account } = input;
  if (password) await requireGoodPassword(ctx, password, input);
  const secret = await passwordFor(ctx, "person.create", input);
  const made = await once(ctx, "person.create", { ...account, ...secret.mark }, async (tx) => {
    authorize(ctx.actor, "person.create");
    const scope = await divisionById(tx, ctx.actor, input.scopeId);
    authorize(ctx.actor, "person.create", { divisionCode: scope.code });
    requireFittingScope(input.role, scope);
    const { name, post, role, username } = input;
    const mustChangePassword = input.mustChangePassword || !password;
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
      .returning({ id: people.id });
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
    await record(
      tx,
      ctx,
      "person.create",
      { type: "person", id, name: username, divisionCode: scope.code },
      { after },
    );
    return { id, username };
  }).catch((error) => {
    throw isDuplicate(error)
      ? new Refused("access.usernameTaken", { username: input.username }, "username")
      : error;
  });
  return { ...made, oneTimePassword: secret.oneTime };
}

/**
 * Changes name, post, role and scope; what the person may do follows at their next request. A change of role
 * or scope is an event of its own name; to become an administrator or an auditor is a request, and until it
 * is confirmed the account is shut.
 * @throws {Conflict} when somebody saved since `version`. @throws {Refused} `access.ownAccount`,
 * `access.townScope`
 */
export function editPerson(ctx: Ctx, input: EditPerson): Promise<{ id: number; version: number }> {
  return once(ctx, "person.edit", input, async (tx) => {
    if (!may(ctx.actor, "person.edit") && !may(ctx.actor, "person.assign"))
      throw new Forbidden("person.edit");
    const person = await requirePerson(tx, ctx.actor, input.personId);
    const scope = await divisionById(tx, ctx.actor, input.scopeId);
    const { name, post, role } = input;
    const duty = role !== "admin" ? null : input.duty === undefined ? person.duty : input.duty;
    const isAssigned = role !== person.role || scope.id !== person.scopeId || duty !== person.duty;
    if (isAssigned) authorize(ctx.actor, "person.assign", { divisionCode: person.scope.code });
    if (!isAssigned || name !== person.name || post !== person.post)
      authorize(ctx.actor, "person.edit", { divisionCode: person.scope.code });
    if (person.id === ctx.actor.id && isAssigned) throw new Refused("access.ownAccount", {}, "role");
    requireFittingScope(role, scope);
    const { threeDuties } = await doorOf(tx);
    const isOther = role !== person.role || (threeDuties && duty !== person.duty);
    const awaits = !isOther ? {} : needsTwo(role) ? asked(ctx) : confirmed;
    const version = await save(tx, ctx, person, input.version, {
      name,
      post,
      role,
      duty,
      scopeId: scope.id,
      ...awaits,
    });
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
    await record(tx, ctx, isAssigned ? "person.assign" : "person.edit", subjectOf(person, scope.code), {
      before,
      after,
    });
    return { id: person.id, version };
  });
}

/**
 * The second person's word for what another asked for: the account may be signed in to.
 * @throws {Conflict} when it has become another request since `version`
 * @throws {Refused} `access.notAwaited`; for whoever asked themselves `access.awaitsAdministrator` or
 * `access.awaitsOperator`
 */
export function confirmPerson(ctx: Ctx, input: ConfirmPerson): Promise<{ id: number; version: number }> {
  return once(ctx, "person.confirm", input, async (tx) => {
    authorize(ctx.actor, "person.confirm");
    const person = await requirePerson(tx, ctx.actor, input.personId);
    authorize(ctx.actor, "person.confirm", { divisionCode: person.scope.code });
    if (!person.awaitsSince) throw new Refused("access.notAwaited", { username: person.username });
    if (person.id === ctx.actor.id) throw new Refused("access.ownAccount");
    const isConfirmer =
      ctx.actor.role === "operator" || (await confirmersOf(tx, person)).some(({ id }) => id === ctx.actor.id);
    if (!isConfirmer) throw await refusalOf(tx, person);
    const version = await save(tx, ctx, person, input.version, confirmed);
    const after = { awaitsConfirmation: false, role: person.role, scope: person.scope.name };
    await record(tx, ctx, "person.confirm", subjectOf(person), {
      before: { ...after, awaitsConfirmation: true },
      after,
    });
    return { id: person.id, version };
  });
}

/**
 * Shuts an account: its sessions and API tokens are dead at once, its history stays.
 * @throws {Refused} `access.ownAccount`, `access.alreadyDisabled`
 */
export function disablePerson(ctx: Ctx, input: DisablePerson): Promise<{ id: number; version: number }> {
  return once(ctx, "person.disable", input, async (tx) => {
    authorize(ctx.actor, "person.disable");
    const person = await requirePerson(tx, ctx.actor, input.personId);
    authorize(ctx.actor, "person.disable", { divisionCode: person.scope.code });
    if (person.id === ctx.actor.id) throw new Refused("access.ownAccount");
    if (person.disabledAt) throw new Refused("access.alreadyDisabled", { username: person.username });
    const version = await save(tx, ctx, person, input.version, { disabledAt: ctx.now.toISOString() });
    await requireDutiesHeld(tx);
    const ended = await cutOff(tx, ctx, person.id);
    const after = { disabled: true, ...ended };
    await record(tx, ctx, "person.disable", subjectOf(person), {
      before: { disabled: false },
      after,
      reason: input.reason,
    });
    return { id: person.id, version };
  });
}

/** Opens a shut account again, with the password it had. @throws {Refused} `access.notDisabled` */
export function enablePerson(ctx: Ctx, input: EnablePerson): Promise<{ id: number; version: number }> {
  return once(ctx, "person.enable", input, async (tx) => {
    authorize(ctx.actor, "person.enable");
    const person = await requirePerson(tx, ctx.actor, input.personId);
    authorize(ctx.actor, "person.enable", { divisionCode: person.scope.code });
    if (!person.disabledAt) throw new Refused("access.notDisabled", { username: person.username });
    const version = await save(tx, ctx, person, input.version, { disabledAt: null });
    await record(tx, ctx, "person.enable", subjectOf(person), {
      before: { disabled: true },
      after: { disabled: false },
    });
    return { id: person.id, version };
  });
}

/**
 * Gives an account another password, to be changed at the next sign-in; its sessions and API tokens are dead
 * at once. On request it also forgets a lost second factor. Of an administrator's or an auditor's account it
 * is a request.
 * @throws {Refused} `access.ownAccount`, or what `faultOf` says of a given password.
 */
export async function resetPassword(ctx: Ctx, input: ResetPassword): Promise<Handover> {
  const { password, ...rest } = input;
  const account = may(ctx.actor, "person.reset")
    ? await requirePerson(ctx.db, ctx.actor, input.personId)
    : null;
  if (password && account) await requireGoodPassword(ctx, password, account);
  const secret = await passwordFor(ctx, "person.reset", input);
  const made = await once(ctx, "person.reset", { ...rest, ...secret.mark }, async (tx) => {
    authorize(ctx.actor, "person.reset");
    const person = await requirePerson(tx, ctx.actor, input.personId);
    authorize(ctx.actor, "person.reset", { divisionCode: person.scope.code });
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
    await record(tx, ctx, "person.reset", subjectOf(person), { after });
    return { id: person.id, username: person.username };
  });
  return { ...made, oneTimePassword: secret.oneTime };
}

/**
 * Lets the owner of an account that others guessed at try again at once: the wrong guesses at its password
 * and codes are forgotten.
 * @throws {Refused} `access.notLocked` where there were none
 */
export function unlockPerson(ctx: Ctx, input: UnlockPerson): Promise<{ id: number }> {
  return once(ctx, "person.unlock", input, async (tx) => {
    authorize(ctx.actor, "person.unlock");
    const person = await requirePerson(tx, ctx.actor, input.personId);
    authorize(ctx.actor, "person.unlock", { divisionCode: person.scope.code });
    const guessesForgotten = await forgetGuesses(tx, person);
    if (guessesForgotten === 0) throw new Refused("access.notLocked", { username: person.username });
    await record(tx, ctx, "person.unlock", subjectOf(person), { after: { guessesForgotten } });
    return { id: person.id };
  });
}

/**
 * The hash of the given password or of one made for the form's key, computed before any transaction begins;
 * `mark` lets the form's key tell another password without keeping it.
 */
async function passwordFor(
  ctx: Ctx,
  verb: Verb,
  input: { key?: string | undefined; password?: string | undefined },
) {
  const oneTime = input.password
    ? null
    : oneTimePassword(`${ctx.actor.id} ${verb} ${input.key ?? newToken()}`);
  const hash = may(ctx.actor, verb) ? await hashPassword(input.password ?? (oneTime as string)) : "";
  return { oneTime, hash, mark: { mark: passwordMark(input.password ?? "") } };
}

async function save(
  tx: Tx,
  ctx: Ctx,
  person: Person,
  version: number,
  change: Partial<typeof people.$inferInsert>,
): Promise<number> {
  const [saved] = await tx
    .update(people)
    .set({ ...change, version: version + 1, updatedBy: ctx.actor.name, updatedAt: ctx.now.toISOString() })
    .where(and(eq(people.id, person.id), eq(people.version, version)))
    .returning({ version: people.version });
  if (saved) return saved.version;
  const { name, post, role, duty, scopeId, disabledAt } = person;
  throw new Conflict(
    { name, post, role, duty: duty ?? "", scopeId, disabled: disabledAt !== null, version: person.version },
    { name: person.updatedBy ?? "", at: person.updatedAt ?? person.createdAt },
  );
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
