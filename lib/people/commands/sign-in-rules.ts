import type { Reader, Tx } from "#db/client.ts";
import { settings } from "#db/schema/index.ts";
import { authorize } from "#lib/access/policy.ts";
import { once } from "#lib/audit/store/once.ts";
import { record } from "#lib/audit/store/record.ts";
import type { Subject } from "#lib/core/audit-entry.ts";
import type { Ctx } from "#lib/core/context.ts";
import { Conflict, NotFound, Refused } from "#lib/core/errors.ts";
import { type Division, rootOf } from "#lib/divisions/queries/divisions.ts";
import type { SetDoorRules, SetDuties } from "../input.ts";
import { lacking } from "../queries/duties.ts";
import { type DoorRules, doorOf, dutiesKey, rulesKey } from "../queries/sign-in-rules.ts";

/** The whole district, whose door it is. @throws {NotFound} before there is one */
async function wholeDistrict(db: Reader): Promise<Division> {
  const root = await rootOf(db);
  if (!root) throw new NotFound("district");
  return root;
}
const subjectOf = (root: Division): Subject => ({
  type: "district",
  id: root.id,
  name: root.name,
  divisionCode: root.code,
});

async function keep(tx: Tx, key: string, value: string): Promise<void> {
  await tx
    .insert(settings)
    .values({ key, value })
    .onConflictDoUpdate({ target: settings.key, set: { value } });
}

/**
 * Sets the rules at the door for the whole district; they are in force with the next request.
 * @throws {Conflict} when somebody set them since `version`
 */
export function setDoorRules(ctx: Ctx, input: SetDoorRules): Promise<{ version: number }> {
  return once(ctx, "door.set", input, async (tx) => {
    authorize(ctx.actor, "door.set");
    const root = await wholeDistrict(tx);
    authorize(ctx.actor, "door.set", { divisionCode: root.code });
    const door = await doorOf(tx);
    const before = rulesIn(door);
    if (door.version !== input.version)
      throw new Conflict({ ...before, version: door.version }, { name: door.by, at: door.at });
    const after = rulesIn(input);
    const version = door.version + 1;
    await keep(
      tx,
      rulesKey,
      JSON.stringify({ ...after, version, by: ctx.actor.name, at: ctx.now.toISOString() }),
    );
    await record(tx, ctx, "door.set", subjectOf(root), { before, after });
    return { version };
  });
}

const rulesIn = ({
  passwordDays,
  history,
  guesses,
  idleMinutes,
  absoluteHours,
  secondFactor,
}: DoorRules): DoorRules => ({
  passwordDays,
  history,
  guesses,
  idleMinutes,
  absoluteHours,
  secondFactor,
});

/**
 * Separates the three duties (三员分立) from the next request on, or puts them together again, which is for
 * whoever holds the machine: none of the three may free themselves.
 * @throws {Refused} `access.dutyLacking` while a duty would be nobody's, `access.dutiesAlready`,
 * `access.dutiesOperator`
 */
export function setDuties(ctx: Ctx, input: SetDuties): Promise<{ on: boolean }> {
  return once(ctx, "duties.set", input, async (tx) => {
    authorize(ctx.actor, "duties.set");
    const root = await wholeDistrict(tx);
    authorize(ctx.actor, "duties.set", { divisionCode: root.code });
    const { threeDuties } = await doorOf(tx);
    if (threeDuties === input.on) throw new Refused(input.on ? "access.dutiesAlready" : "access.dutiesNot");
    if (!input.on && ctx.actor.role !== "operator") throw new Refused("access.dutiesOperator");
    const nobodys = input.on ? await lacking(tx, root) : undefined;
    if (nobodys) throw new Refused("access.dutyLacking", { duty: nobodys });
    await keep(tx, dutiesKey, input.on ? "yes" : "no");
    await record(tx, ctx, "duties.set", subjectOf(root), {
      before: { threeDuties },
      after: { threeDuties: input.on },
    });
    return { on: input.on };
  });
}
