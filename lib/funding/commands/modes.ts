import { fundingModes } from "#db/schema/index.ts";
import { defineCommand, takes } from "#lib/audit/define-command.ts";
import { Refused } from "#lib/core/errors.ts";
import type { SetFundingMode } from "../input.ts";
import { acceptedOn, modeOf } from "../queries/positions.ts";
import { brokenByMode } from "../rules/stage-order.ts";
import { postedOn, requireOneListing, sumsOf } from "../store/postings.ts";

/**
 * Sets how a source pays a project: in advance, or as reimbursement after acceptance. What is posted already
 * must keep the new order.
 * @throws {Refused} under `funding.`: `postOnPhysical`, `sameMode`, `modeOrder`, `modeBeforeAcceptance`.
 */
export const setFundingMode = defineCommand({
  verb: "funding.mode",
  input: takes<SetFundingMode>(),
  load: (tx, ctx, { input }) => postedOn(tx, ctx, input.projectId),
  place: ({ townCode }) => ({ divisionCode: townCode }),
  async work(tx, ctx, { input, loaded: project }) {
    await requireOneListing(tx, project);
    const { source, mode, reason } = input;
    const before = await modeOf(tx, project.id, source);
    if (before === mode) throw new Refused("funding.sameMode", { mode }, "mode");
    const sums = await sumsOf(tx, project.id, source);
    const over = brokenByMode(sums, before, mode);
    if (over) throw new Refused("funding.modeOrder", over, "mode");
    if (mode === "reimbursement" && sums.disburse > 0 && (await acceptedOn(tx, project.id)) === undefined) {
      throw new Refused("funding.modeBeforeAcceptance", { disburseFen: sums.disburse }, "mode");
    }
    const [made] = await tx
      .insert(fundingModes)
      .values({
        projectId: project.id,
        source,
        mode,
        reason,
        personId: ctx.actor.id,
        personName: ctx.actor.name,
        recordedAt: ctx.now.toISOString(),
      })
      .returning({ id: fundingModes.id });
    if (!made) throw new Error("The mode was not inserted");
    const subject = {
      type: "project",
      id: project.id,
      name: `${project.number} ${project.name}`,
      divisionCode: project.townCode,
    } as const;
    return {
      result: { id: made.id },
      audit: { subject, before: { source, mode: before }, after: { source, mode }, reason },
    };
  },
});
