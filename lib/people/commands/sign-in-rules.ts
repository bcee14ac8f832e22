import type { Reader, Tx } from "#db/client.ts";
import { settings } from "#db/schema/index.ts";
import { defineCommand, takes } from "#lib/audit/define-command.ts";
import type { Subject } from "#lib/core/audit-entry.ts";
import { NotFound, Refused } from "#lib/core/errors.ts";
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
export const setDoorRules = defineCommand({
  verb: "door.set",
  asksFirst: true,
  input: takes<SetDoorRules>(),
  load: async (tx, _) => ({ root: await wholeDistrict(tx), door: await doorOf(tx) }),
  place: ({ root }) => ({ divisionCode: root.code }),
  version: ({ door }) => ({
    version: door.version,
    by: { name: door.by, at: door.at },
    current: rulesIn(door),
  }),
  async work(tx, ctx, { input, loaded: { root, door } }) {
    const after = rulesIn(input);
    const version = door.version + 1;
    await keep(
      tx,
      rulesKey,
      JSON.stringify({ ...after, version, by: ctx.actor.name, at: ctx.now.toISOString() }),
    );
    return { result: { version }, audit: { subject: subjectOf(root), before: rulesIn(door), after } };
  },
});

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
export const setDuties = defineCommand({
  verb: "duties.set",
  asksFirst: true,
  input: takes<SetDuties>(),
  load: async (tx, _) => wholeDistrict(tx),
  place: ({ code }) => ({ divisionCode: code }),
  async work(tx, ctx, { input, loaded: root }) {
    const { threeDuties } = await doorOf(tx);
    if (threeDuties === input.on) throw new Refused(input.on ? "access.dutiesAlready" : "access.dutiesNot");
    if (!input.on && ctx.actor.role !== "operator") throw new Refused("access.dutiesOperator");
    const nobodys = input.on ? await lacking(tx, root) : undefined;
    if (nobodys) throw new Refused("access.dutyLacking", { duty: nobodys });
    await keep(tx, dutiesKey, input.on ? "yes" : "no");
    return {
      result: { on: input.on },
      audit: { subject: subjectOf(root), before: { threeDuties }, after: { threeDuties: input.on } },
    };
  },
});
