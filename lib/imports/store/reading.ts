import { and, eq } from "drizzle-orm";
import { intakes } from "#db/schema/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { Refused } from "#lib/core/errors.ts";
import type { ReadSheet } from "#lib/spreadsheets/cells.ts";
import { readSheets } from "#lib/spreadsheets/read.ts";
import type { Content } from "../forms/sheet-form.ts";
import type { Reading as Wanted } from "../queries/expecting.ts";
import { contentOf } from "../rules/content.ts";
import type { Answers } from "../rules/questions.ts";
import { sentenceOf } from "../rules/rows.ts";
import type { Languages } from "../rules/vocabulary.ts";

/** A file that is being read by this process. */
type Reading = { rows: number; cancel: AbortController; done: Promise<void> };
// One table a process, however often a bundler copies this module.
const shared = globalThis as typeof globalThis & { guatuReadings?: Map<number, Reading> };
const readings = (): Map<number, Reading> => {
  shared.guatuReadings ??= new Map();
  return shared.guatuReadings;
};

/**
 * How far the reading of a file is; `null` where nobody reads it: done, or interrupted by the end of the
 * server.
 */
export const progressOf = (intakeId: number): { rows: number } | null => {
  const reading = readings().get(intakeId);
  return reading ? { rows: reading.rows } : null;
};

/** Ends the reading of a file where it is. */
export const stopReading = (intakeId: number): void => readings().get(intakeId)?.cancel.abort();

/**
 * Resolves when the file is read, refused or given up, at the latest after `mostMs`: most files need no page
 * of their own to wait on.
 */
export async function settled(intakeId: number, mostMs: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, mostMs);
  });
  await Promise.race([readings().get(intakeId)?.done, late]);
  clearTimeout(timer);
}

/**
 * A file as it came, the words of every language that it may be written in, and who is told where reading it
 * fails as only a bug does.
 */
export type Upload = { bytes: Uint8Array; languages: Languages; complain?: (problem: unknown) => void };

export type Understand = (sheets: ReadSheet[]) => Content | Promise<Content>;
export const asForm =
  (wanted: Wanted, languages: Languages, answers: Answers): Understand =>
  (sheets) =>
    contentOf(sheets, wanted, languages, wanted.expected, answers);

/**
 * Reads a file aside, outside any transaction, and then keeps what it says or why it was refused: the
 * machine's own doing, of which the upload's event tells. Whoever cancelled meanwhile is not overruled.
 */
export function startReading(
  ctx: Ctx,
  intakeId: number,
  name: string,
  { bytes, complain }: Upload,
  understand: Understand,
): void {
  if (readings().has(intakeId)) return;
  const cancel = new AbortController();
  const reading: Reading = { rows: 0, cancel, done: Promise.resolve() };
  reading.done = (async () => {
    const onProgress = (rows: number) => {
      reading.rows = rows;
    };
    try {
      const content = await understand(
        await readSheets({ name, bytes }, { signal: cancel.signal, onProgress }),
      );
      await keep(ctx, intakeId, { state: "ready", content, rows: content.rows.length });
    } catch (refused) {
      if (!cancel.signal.aborted)
        await keep(ctx, intakeId, { state: "refused", content: { refused: whyOf(refused) }, rows: 0 });
      if (!(refused instanceof Refused)) complain?.(refused);
    }
  })()
    .catch((problem) => complain?.(problem))
    .finally(() => readings().delete(intakeId));
  readings().set(intakeId, reading);
}

const whyOf = (refused: unknown) =>
  refused instanceof Refused ? sentenceOf(refused) : { key: "refused.intake.unreadable", values: {} };

const keep = (
  ctx: Ctx,
  intakeId: number,
  values: { state: "ready" | "refused"; content: unknown; rows: number },
) =>
  ctx.db.transaction((tx) =>
    tx
      .update(intakes)
      .set({ ...values, updatedAt: ctx.now.toISOString() })
      .where(and(eq(intakes.id, intakeId), eq(intakes.state, "reading"))),
  );
