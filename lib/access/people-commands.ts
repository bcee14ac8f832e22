import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { apiTokens, people, type Role } from "#db/schema/index.ts";
import { isDuplicate } from "#db/sql.ts";
import { record, type Subject } from "../audit/record.ts";
import { type Ctx, once, provenanceOf } from "../context.ts";
import { type Division, divisionById } from "../divisions/queries.ts";
import { Conflict, Refused } from "../errors.ts";
import type { CreatePerson, DisablePerson, EditPerson, EnablePerson, ResetPassword } from "./input.ts";
import { hashPassword, oneTimePassword, passwordMark, requireGoodPassword } from "./passwords.ts";
import { authorize, may, type Verb } from "./policy.ts";
import { type Person, requirePerson } from "./queries.ts";
import { endSessionsOf, newToken } from "./sessions.ts";

// The commands by which an administrator keeps the accounts. Nobody changes their own role or shuts their own account.

/** Whose password it is, and the password to hand over when the system made it: it is shown once and kept nowhere. */
export type Handover = { id: number; username: string; oneTimePassword: string | null };

/**
 * Opens an account. Without a password it makes one to hand over; such a one must be changed at the first sign-in.
 * @throws {Refused} `access.usernameTaken`, `access.townScope`, or what `faultOf` says of a given password.
 */
export async function createPerson(ctx: Ctx, input: CreatePerson): Promise<Handover> {
  const { password, ...account } = input;
  if (password) requireGoodPassword(password, input.username);
  const secret = await passwordFor(ctx, "person.create", input);
  const made = await once(ctx, "person.create", { ...account, ...secret.mark }, async (tx) => {
    authorize(ctx.actor, "person.create");
    const scope = await divisionById(tx, ctx.actor, input.scopeId);
    authorize(ctx.actor, "person.create", { divisionCode: scope.code });
    requireFittingScope(input.role, scope);
    const { name, post, role, username } = input;
    const mustChangePassword = input.mustChangePassword || !password;
    const [row] = await tx
      .insert(people)
      .values({
        ...{ username, name, post, role, mustChangePassword, scopeId: scope.id, passwordHash: secret.hash },
        provenance: provenanceOf(ctx),
        createdAt: ctx.now.toISOString(),
      })
      .returning({ id: people.id });
    const id = row?.id as number;
    const after = { username, name, post, role, scope: scope.name, mustChangePassword };
    await record(tx, ctx, "person.create", { type: "person", id, name: username, divisionCode: scope.code }, { after });
    return { id, username };
  }).catch((error) => {
    throw isDuplicate(error) ? new Refused("access.usernameTaken", { username: input.username }, "username") : error;
  });
  return { ...made, oneTimePassword: secret.oneTime };
}

/**
 * Changes name, post, role and scope; what the person may do follows at their next request.
 * @throws {Conflict} when somebody saved since `version`. @throws {Refused} `access.ownAccount`, `access.townScope`
 */
export function editPerson(ctx: Ctx, input: EditPerson): Promise<{ id: number; version: number }> {
  return once(ctx, "person.edit", input, async (tx) => {
    authorize(ctx.actor, "person.edit");
    const person = await requirePerson(tx, ctx.actor, input.personId);
    authorize(ctx.actor, "person.edit", { divisionCode: person.scope.code });
    const scope = await divisionById(tx, ctx.actor, input.scopeId);
    if (person.id === ctx.actor.id && (input.role !== person.role || scope.id !== person.scopeId)) throw new Refused("access.ownAccount", {}, "role");
    requireFittingScope(input.role, scope);
    const { name, post, role } = input;
    const version = await save(tx, ctx, person, input.version, { name, post, role, scopeId: scope.id });
    const before = { name: person.name, post: person.post, role: person.role, scope: person.scope.name };
    await record(tx, ctx, "person.edit", subjectOf(person, scope.code), { before, after: { name, post, role, scope: scope.name } });
    return { id: person.id, version };
  });
}

/** Shuts an account: its sessions and API tokens are dead at once, its history stays. @throws {Refused} `access.ownAccount`, `access.alreadyDisabled` */
export function disablePerson(ctx: Ctx, input: DisablePerson): Promise<{ id: number; version: number }> {
  return once(ctx, "person.disable", input, async (tx) => {
    authorize(ctx.actor, "person.disable");
    const person = await requirePerson(tx, ctx.actor, input.personId);
    authorize(ctx.actor, "person.disable", { divisionCode: person.scope.code });
    if (person.id === ctx.actor.id) throw new Refused("access.ownAccount");
    if (person.disabledAt) throw new Refused("access.alreadyDisabled", { username: person.username });
    const version = await save(tx, ctx, person, input.version, { disabledAt: ctx.now.toISOString() });
    const ended = await cutOff(tx, ctx, person.id);
    const after = { disabled: true, ...ended };
    await record(tx, ctx, "person.disable", subjectOf(person), { before: { disabled: false }, after, reason: input.reason });
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
    await record(tx, ctx, "person.enable", subjectOf(person), { before: { disabled: true }, after: { disabled: false } });
    return { id: person.id, version };
  });
}

/**
 * Gives an account another password, to be changed at the next sign-in; its sessions and API tokens are dead at once. On request
 * it also forgets a lost second factor.
 * @throws {Refused} `access.ownAccount`, or what `faultOf` says of a given password.
 */
export async function resetPassword(ctx: Ctx, input: ResetPassword): Promise<Handover> {
  const { password, ...rest } = input;
  const secret = await passwordFor(ctx, "person.reset", input);
  const made = await once(ctx, "person.reset", { ...rest, ...secret.mark }, async (tx) => {
    authorize(ctx.actor, "person.reset");
    const person = await requirePerson(tx, ctx.actor, input.personId);
    authorize(ctx.actor, "person.reset", { divisionCode: person.scope.code });
    if (person.id === ctx.actor.id) throw new Refused("access.ownAccount");
    if (password) requireGoodPassword(password, person.username);
    const forgotten = input.clearSecondFactor ? { totpSecret: null, totpLastStep: null } : {};
    await tx
      .update(people)
      .set({ passwordHash: secret.hash, mustChangePassword: true, ...forgotten })
      .where(eq(people.id, person.id));
    const ended = await cutOff(tx, ctx, person.id);
    await record(tx, ctx, "person.reset", subjectOf(person), { after: { secondFactorCleared: input.clearSecondFactor, ...ended } });
    return { id: person.id, username: person.username };
  });
  return { ...made, oneTimePassword: secret.oneTime };
}

/**
 * The hash of the given password or of one made for the form's key, computed before any transaction begins; `mark` lets the
 * form's key tell another password without keeping it.
 */
async function passwordFor(ctx: Ctx, verb: Verb, input: { key?: string | undefined; password?: string | undefined }) {
  const oneTime = input.password ? null : oneTimePassword(`${ctx.actor.id} ${verb} ${input.key ?? newToken()}`);
  const hash = may(ctx.actor, verb) ? await hashPassword(input.password ?? (oneTime as string)) : "";
  return { oneTime, hash, mark: { mark: passwordMark(input.password ?? "") } };
}

async function save(tx: Tx, ctx: Ctx, person: Person, version: number, change: Partial<typeof people.$inferInsert>): Promise<number> {
  const [saved] = await tx
    .update(people)
    .set({ ...change, version: version + 1, updatedBy: ctx.actor.name, updatedAt: ctx.now.toISOString() })
    .where(and(eq(people.id, person.id), eq(people.version, version)))
    .returning({ version: people.version });
  if (saved) return saved.version;
  const { name, post, role, scopeId, disabledAt } = person;
  throw new Conflict(
    { name, post, role, scopeId, disabled: disabledAt !== null, version: person.version },
    { name: person.updatedBy ?? "", at: person.updatedAt ?? person.createdAt },
  );
}

async function cutOff(tx: Tx, ctx: Ctx, personId: number) {
  const revoked = await tx
    .update(apiTokens)
    .set({ revokedAt: ctx.now.toISOString() })
    .where(and(eq(apiTokens.personId, personId), isNull(apiTokens.revokedAt)))
    .returning({ id: apiTokens.id });
  return { sessionsEnded: await endSessionsOf(tx, personId), tokensRevoked: revoked.length };
}

/** Town staff file for a town or a village; with a wider scope they would file for all. */
function requireFittingScope(role: Role, scope: Division) {
  if (role === "town" && scope.level !== "town" && scope.level !== "village") throw new Refused("access.townScope", { scope: scope.name }, "scopeId");
}

const subjectOf = (person: Person, divisionCode = person.scope.code): Subject => ({
  type: "person",
  id: person.id,
  name: person.username,
  divisionCode,
});
