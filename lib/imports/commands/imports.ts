import { defineCommand, takes } from "#lib/audit/define-command.ts";
import { batchEntry } from "#lib/audit/store/record.ts";
import type { AuditEntry, Subject } from "#lib/core/audit-entry.ts";
import { inTransaction } from "#lib/core/context.ts";
import { Refused } from "#lib/core/errors.ts";
import { requireBegun, townOf } from "#lib/income/store/postings.ts";
import { formOf } from "../forms/sheet-forms.ts";
import type { CancelIntake, ConfirmIntake, UploadIntake } from "../input.ts";
import { expecting } from "../queries/expecting.ts";
import { previewOf } from "../queries/import-preview.ts";
import { chosenOf } from "../rules/diff.ts";
import { rememberedAnswers } from "../store/answers.ts";
import { asForm, startReading, stopReading, type Upload } from "../store/reading.ts";
import {
  insertIntake,
  isReading,
  moveIntake,
  type Outcome,
  requireIntake,
  subjectOf,
  verbOf,
} from "../store/stored.ts";

/**
 * Takes in a file of a town's month; it is then read aside (`settled`, `progressOf`), and nothing of it
 * counts before it is confirmed.
 * @throws {NotFound} for a town outside the scope; {Refused} for a month that has not begun
 */
export const uploadIntake = defineCommand({
  verb: "intake.upload",
  input: takes<UploadIntake, [Upload]>(),
  load: (tx, { actor }, { input }) => townOf(tx, actor, input.townId),
  place: ({ code }) => ({ divisionCode: code }),
  async work(tx, ctx, { input, loaded: town }) {
    requireBegun(ctx, input.month);
    const { kind, month, fileName, sha256 } = input;
    const id = await insertIntake(tx, ctx, { kind, townId: town.id, month, fileName, sha256 });
    const subject: Subject = { type: "intake", id, name: fileName, divisionCode: town.code };
    return {
      result: { id },
      audit: { subject, after: { kind, town: town.name, month, fileName, sha256 } },
    };
  },
  async after(ctx, { input, given: [brought], result }) {
    if (!(await isReading(ctx.db.present, result.id))) return result;
    const town = await townOf(ctx.db, ctx.actor, input.townId);
    const wanted = await expecting(ctx, input.kind, { town, month: input.month });
    const answers = await rememberedAnswers(ctx.db.present, town.id, input.kind);
    startReading(ctx, result.id, input.fileName, brought, asForm(wanted, brought.languages, answers));
    return result;
  },
});

/** Gives a file up: its reading ends, and none of it can be confirmed. */
export const cancelIntake = defineCommand({
  verb: "intake.cancel",
  asksFirst: true,
  input: takes<CancelIntake>(),
  load: (tx, ctx, { input }) => requireIntake(tx, ctx, input.intakeId),
  place: ({ kind, place }) => ({ verb: verbOf(kind, "intake.cancel"), divisionCode: place.code }),
  async work(tx, ctx, { loaded: intake }) {
    if (intake.state !== "reading" && intake.state !== "ready")
      throw new Refused("intake.over", { state: intake.state });
    stopReading(intake.id);
    await moveIntake(tx, ctx, intake, { state: "cancelled" });
    return {
      result: { id: intake.id },
      audit: { subject: subjectOf(intake), before: { state: intake.state }, after: { state: "cancelled" } },
    };
  },
});

/**
 * Takes the chosen rows over, all or none, each through the product's own command. What the file means is
 * found anew: where it is other than what the preview showed, nothing is done (`intake.stale`). One event
 * tells of all of it.
 * @throws {Refused} `monthLocked`, and under `intake.`: `over`, `unanswered`, `stale`, `nothingChosen`,
 * `reasonNeeded`, `row` (its cause says why)
 */
export const confirmIntake = defineCommand({
  verb: "intake.confirm",
  asksFirst: true,
  input: takes<ConfirmIntake>(),
  load: (tx, ctx, { input }) => requireIntake(tx, ctx, input.intakeId),
  place: ({ kind, place }) => ({ verb: verbOf(kind, "intake.confirm"), divisionCode: place.code }),
  async work(tx, ctx, { input, loaded: intake }) {
    if (intake.state !== "ready") throw new Refused("intake.over", { state: intake.state });
    const deeds: AuditEntry[] = [];
    const inner = inTransaction(ctx, tx, deeds);
    const { rows, closed, open, seen } = await previewOf(inner, intake);
    if (closed) throw closed;
    if (open.length > 0) throw new Refused("intake.unanswered", { count: open.length });
    if (seen !== input.seen) throw new Refused("intake.stale");
    const chosen = chosenOf(rows, input.choice);
    if (chosen.length === 0) throw new Refused("intake.nothingChosen");
    const form = formOf(intake.kind);
    if (form.needsReason(chosen) && input.reason === "")
      throw new Refused("intake.reasonNeeded", {}, "reason");
    await form.take(inner, intake.whose, chosen, input.reason);
    const outcome: Outcome = { at: ctx.now.toISOString(), rows, taken: chosen.map((row) => row.line) };
    await moveIntake(tx, ctx, intake, { state: "confirmed", outcome });
    const { before, after } = batchEntry(deeds);
    const { kind, month, fileName, sha256 } = intake;
    const file = { kind, town: intake.place.name, month: month ?? "", fileName, sha256, rows: chosen.length };
    return {
      result: { id: intake.id, rows: chosen.length },
      audit: { subject: subjectOf(intake), before, after: { ...file, ...after }, reason: input.reason },
    };
  },
});
