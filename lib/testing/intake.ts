import { createHash } from "node:crypto";
import ExcelJS from "exceljs";
import type { Ctx } from "#lib/core/context.ts";
import { uploadIntake } from "#lib/imports/commands/imports.ts";
import { makeTemplate } from "#lib/imports/commands/templates.ts";
import type { Monthly } from "#lib/imports/input.ts";
import { intakePage } from "#lib/imports/queries/imports.ts";
import { settled } from "#lib/imports/store/reading.ts";
import { translateOf } from "./messages.ts";

export const chinese = translateOf("zh-CN");
export const english = translateOf("en");
const languages = [chinese, english];

export type Place = { kind: Monthly; townId: number; month: string };
type Sheet = ExcelJS.Worksheet;

/**
 * What somebody does with a template in Excel: `edit` gets the data sheet and the workbook; the bytes that
 * they send.
 */
export async function filled(
  ctx: Ctx,
  { kind, townId, month }: Place,
  edit: (sheet: Sheet, book: ExcelJS.Workbook) => void,
  words = chinese,
) {
  const { bytes } = await makeTemplate(ctx, { kind, town: townId, month }, words);
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(Buffer.from(bytes) as unknown as ExcelJS.Buffer);
  edit(book.worksheets[0] as Sheet, book);
  return bytesOf(book);
}

/** A workbook of their own, row by row. */
export async function ownBook(name: string, rows: unknown[][]): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  book.addWorksheet(name).addRows(rows);
  return bytesOf(book);
}

const bytesOf = async (book: ExcelJS.Workbook) =>
  new Uint8Array((await book.xlsx.writeBuffer()) as ArrayBuffer);

/** Sends a file in and waits until it is read. */
export async function send(
  ctx: Ctx,
  place: Place,
  bytes: Uint8Array,
  fileName = "报表.xlsx",
): Promise<number> {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const { id } = await uploadIntake(ctx, { ...place, fileName, sha256 }, { bytes, languages });
  await settled(id, 30_000);
  return id;
}

/** The preview of a file that was read. */
export async function previewed(ctx: Ctx, id: number) {
  const { preview, intake, state } = await intakePage(ctx, id, { page: 1 });
  if (!preview) throw new Error(`There is no preview: ${state} ${JSON.stringify(intake.refused)}`);
  return {
    ...preview,
    notes: (intake.content?.notes ?? []).map((note) => note.key.replace("intake.note.", "")),
  };
}

/** Takes the chosen rows over, as the page of the preview does. */
export const choosing = (
  seen: string,
  more: Partial<{ left: number[]; mine: number[]; reason: string; key: string }> = {},
) => ({
  seen,
  choice: { left: more.left ?? [], mine: more.mine ?? [] },
  reason: more.reason ?? "",
  key: more.key,
});

/**
 * The cell of a row by the heading above it, in a sheet of one heading row; the row is that which has `name`
 * in one of its first columns.
 */
export function cellAt(sheet: Sheet, name: string, heading: string): ExcelJS.Cell {
  const column = (sheet.getRow(1).values as unknown[]).findIndex((text) =>
    String(text ?? "").startsWith(heading),
  );
  if (column < 1) throw new Error(`No heading ${heading}`);
  const row = Array.from({ length: sheet.rowCount }, (_, at) => sheet.getRow(at + 1)).find((each) =>
    [1, 2].some((at) => each.getCell(at).value === name),
  );
  if (!row) throw new Error(`No row ${name}`);
  return row.getCell(column);
}
