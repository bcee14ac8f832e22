import { and, eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { columnProfiles } from "#db/schema/index.ts";
import { defineCommand, takes } from "#lib/audit/define-command.ts";
import type { Subject } from "#lib/core/audit-entry.ts";
import type { Ctx } from "#lib/core/context.ts";
import { Refused } from "#lib/core/errors.ts";
import type { Content, StoredSheet } from "../forms/sheet-form.ts";
import type { MapColumns, UploadRegister } from "../input.ts";
import { expecting } from "../queries/expecting.ts";
import type { Languages } from "../rules/vocabulary.ts";
import { rememberedAnswers } from "../store/answers.ts";
import { startReading, type Upload } from "../store/reading.ts";
import {
  headingsOf,
  mappedContent,
  type ProfileColumns,
  profileFor,
  storedSheetOf,
} from "../store/register-file.ts";
import {
  type Intake,
  insertIntake,
  isReading,
  moveIntake,
  requireIntake,
  subjectOf,
} from "../store/stored.ts";

/**
 * Takes in the sheet that a district has of its projects or villages. One whose columns are known from before
 * needs no naming.
 */
export const uploadRegister = defineCommand({
  verb: "register.import",
  input: takes<UploadRegister, [Upload]>(),
  place: (_, { actor }) => ({ divisionCode: actor.scope.code }),
  async work(tx, ctx, { input: { kind, fileName, sha256, year } }) {
    const month = kind === "villages" ? `${year}-01` : null;
    const id = await insertIntake(tx, ctx, { kind, townId: null, month, fileName, sha256 });
    const subject: Subject = { type: "intake", id, name: fileName, divisionCode: ctx.actor.scope.code };
    return { result: { id }, audit: { subject, after: { kind, year, fileName, sha256 } } };
  },
  async after(ctx, { input, given: [brought], result }) {
    if (await isReading(ctx.db.present, result.id)) await readAside(ctx, result.id, input, brought);
    return result;
  },
});

async function readAside(
  ctx: Ctx,
  id: number,
  { kind, year, fileName }: UploadRegister,
  brought: Upload,
): Promise<void> {
  const { fields, expected } = await expecting(ctx, kind, {
    town: null,
    month: kind === "villages" ? `${year}-01` : null,
  });
  const answers = await rememberedAnswers(ctx.db.present, ctx.actor.scope.id, kind);
  startReading(ctx, id, fileName, brought, async (sheets): Promise<Content> => {
    const sheet = storedSheetOf(sheets, fields, brought.languages);
    const profile = await profileFor(ctx.db.present, ctx.actor.scope.id, kind, sheet);
    if (!profile) return { origin: "own", notes: [], sheet: sheet.name, columns: [], rows: [], toMap: sheet };
    const content = await mappedContent(sheet, profile.columns, fields, brought.languages, expected, answers);
    return {
      ...content,
      notes: [{ key: "intake.note.profile", values: { name: profile.name } }, ...content.notes],
    };
  });
}

/**
 * Says which column is which; with a name it is saved for the next file of the same headings.
 * @throws {Refused} under `intake.`: `over`, `columnMissing`, `columnTwice`
 */
export const mapColumns = defineCommand({
  verb: "register.import",
  asksFirst: true,
  input: takes<MapColumns, [Languages]>(),
  // Before the transaction: nobody's save waits until a long sheet is taken apart. Whoever moves the file
  // meanwhile, it is a conflict.
  async prepare(ctx, { input, given: [languages] }) {
    const intake = await requireIntake(ctx.db.present, ctx, input.intakeId);
    const sheet = intake.state === "ready" ? intake.content?.toMap : undefined;
    return { intake, mapped: sheet && (await mappedBy(ctx, intake, sheet, input.column, languages)) };
  },
  load: (tx, ctx, { input }) => requireIntake(tx, ctx, input.intakeId),
  place: ({ place }) => ({ divisionCode: place.code }),
  async work(tx, ctx, { input, prepared: { intake, mapped } }) {
    if (!mapped) throw new Refused("intake.over", { state: intake.state });
    const { content, named } = mapped;
    await moveIntake(tx, ctx, intake, { content, rows: content.rows.length });
    if (input.profile !== "") await saveProfile(tx, ctx, intake.kind, input.profile, named);
    return {
      result: { id: intake.id },
      audit: { subject: subjectOf(intake), after: { columns: named, profile: input.profile } },
    };
  },
});

async function mappedBy(
  ctx: Ctx,
  { kind, whose }: Intake,
  sheet: StoredSheet,
  said: MapColumns["column"],
  languages: Languages,
): Promise<{ content: Content; named: ProfileColumns }> {
  const { fields, expected } = await expecting(ctx, kind, whose);
  const answers = await rememberedAnswers(ctx.db.present, ctx.actor.scope.id, kind);
  const headings = headingsOf(sheet);
  const columns = Object.fromEntries(
    Object.entries(said).filter(
      ([field, at]) => fields.some((each) => each.key === field) && at < headings.length,
    ),
  );
  if (columns.name === undefined && columns.number === undefined && columns.code === undefined)
    throw new Refused("intake.columnMissing", {}, "column.name");
  const used = new Map<number, string>();
  for (const [field, at] of Object.entries(columns)) {
    if (used.has(at))
      throw new Refused("intake.columnTwice", { heading: headings[at] ?? "" }, `column.${field}`);
    used.set(at, field);
  }
  const named = Object.fromEntries(Object.entries(columns).map(([field, at]) => [field, headings[at] ?? ""]));
  return { content: await mappedContent(sheet, columns, fields, languages, expected, answers), named };
}

async function saveProfile(
  tx: Tx,
  ctx: Ctx,
  kind: (typeof columnProfiles.$inferInsert)["kind"],
  name: string,
  columns: ProfileColumns,
): Promise<void> {
  const scopeId = ctx.actor.scope.id;
  const author = { updatedBy: ctx.actor.name, updatedAt: ctx.now.toISOString() };
  const [standing] = await tx
    .select()
    .from(columnProfiles)
    .where(
      and(eq(columnProfiles.scopeId, scopeId), eq(columnProfiles.kind, kind), eq(columnProfiles.name, name)),
    );
  if (standing) {
    await tx
      .update(columnProfiles)
      .set({ columns, ...author, version: standing.version + 1 })
      .where(eq(columnProfiles.id, standing.id));
  } else await tx.insert(columnProfiles).values({ kind, name, scopeId, columns, ...author });
}
