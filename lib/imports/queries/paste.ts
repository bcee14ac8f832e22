import { authorize } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import type { Month } from "#lib/core/dates.ts";
import { Refused } from "#lib/core/errors.ts";
import { usualAmounts } from "#lib/income/queries/usual-amounts.ts";
import { type Account, accountsOf, requirePostable, townOf } from "#lib/income/store/postings.ts";
import type { ReadSheet } from "#lib/spreadsheets/cells.ts";
import { separatedRows } from "#lib/spreadsheets/csv.ts";
import { activeAmounts } from "../forms/income.ts";
import type { Sentence } from "../rules/diff.ts";
import { placeBlock } from "../rules/pasted-block.ts";
import { isHead, placeByHead } from "../rules/pasted-table.ts";
import type { Grid, PastedCell, Placement } from "../rules/placement.ts";
import { type Answers, Asking, openOf } from "../rules/questions.ts";
import { sentenceOf } from "../rules/rows.ts";
import { Sizes } from "../rules/sizes.ts";
import { understood, wantedOf } from "../rules/understanding.ts";
import { rememberedAnswers } from "../store/answers.ts";
import { expecting } from "./expecting.ts";
import { knownVillages, villagesElsewhere } from "./known-villages.ts";

export type { PastedCell, Placement } from "../rules/placement.ts";

export type Pasted = {
  townId: number;
  month: Month;
  text: string;
  /** The cell that it was pasted into: a block without headings and names fills the grid from there. */
  from: { villageId: number; accountId: number } | null;
  answers: Answers;
};

/**
 * What a pasted text means for a town's month, read as files are and written nowhere. A heading of accounts
 * and a column of villages are followed wherever they stand; without them the block fills the grid from the
 * cell it was pasted into. Empty cells and totals leave what is there.
 * @throws {NotFound} for a town outside the actor's scope
 */
export async function readPaste(
  ctx: Ctx,
  { townId, month, text, from, answers }: Pasted,
): Promise<Placement> {
  authorize(ctx.actor, "income.read");
  const town = await townOf(ctx.db, ctx.actor, townId);
  const whose = { town, month };
  const { fields, never, expected } = await expecting(ctx, "income", whose);
  const all = await accountsOf(ctx.db, month);
  const accounts = all.filter((account) => account.kind !== "never");
  const known = await knownVillages(ctx.db, [...town.villages.keys()]);
  const given = { ...(await rememberedAnswers(ctx.db.present, town.id, "income")), ...answers };
  const asking = new Asking(given);
  const sheet = pastedSheet(text);
  const both = [...fields, ...never];
  const wanted = wantedOf(both, [plainWords]);
  const placement: Placement = {
    cells: [],
    asked: [],
    answered: [],
    several: [],
    refused: [],
    left: [],
    notes: [],
  };
  const grid: Grid = {
    accounts,
    from,
    placement,
    asking,
    expected,
    byCode: new Map(accounts.map((account) => [account.code, account])),
    places: { known, elsewhere: await villagesElsewhere(ctx, town), town: town.name },
  };
  const read = isHead(sheet, wanted, grid)
    ? understood(sheet, both, wanted, expected, asking, { fewest: 1, sheetName: "" })
    : null;
  if (read) placeByHead(grid, sheet, read, both);
  else placeBlock(grid, sheet);
  for (const cell of placement.cells)
    cell.problem ??= refusalOf(
      all.find(({ id }) => id === cell.accountId),
      cell,
      month,
    );
  await setBeside(ctx, whose, grid);
  await holdSizes(ctx, month, grid);
  return {
    ...placement,
    asked: asking.open,
    answered: asking.all.flatMap((question) =>
      openOf([question], given).length === 0 ? [{ ...question, answer: given[question.key] ?? "" }] : [],
    ),
  };
}

/** Headings of a paste are known by their fields' names; a template's own words are among them. */
const plainWords = (key: string) => key;

/** Why the amount may not stand in its account: below zero where nothing can be. */
function refusalOf(
  account: Account | undefined,
  { amountFen }: PastedCell,
  month: Month,
): Sentence | undefined {
  if (amountFen === null) return undefined;
  try {
    requirePostable(account, amountFen, month, "");
    return undefined;
  } catch (refused) {
    if (refused instanceof Refused) return sentenceOf(refused);
    throw refused;
  }
}

const namesOf = ({ places, accounts }: Grid, { villageId, accountId }: PastedCell) => ({
  village: places.known.find(({ id }) => id === villageId)?.label ?? "",
  villageCode: places.known.find(({ id }) => id === villageId)?.codes[0] ?? "",
  account: accounts.find(({ id }) => id === accountId)?.code ?? "",
});

/**
 * Holds the cells against what stands: one that several postings make up is no cell to fill, and who writes
 * down all that a village received, the portions of receipts too, says nothing new.
 */
async function setBeside(ctx: Ctx, whose: Parameters<typeof activeAmounts>[1], grid: Grid): Promise<void> {
  const { placement } = grid;
  const stands = await activeAmounts(ctx, whose);
  const shared: string[] = [];
  placement.cells = placement.cells.filter((cell) => {
    const { now, whole, postings } = stands(cell.villageId, cell.accountId);
    cell.was = now;
    const names = namesOf(grid, cell);
    if (whole !== now && cell.amountFen === whole) {
      shared.push(`${names.village} ${names.account}`);
      return false;
    }
    if (postings < 2) return true;
    if (cell.amountFen !== now) placement.several.push({ ...cell, ...names });
    return false;
  });
  if (shared.length > 0)
    placement.notes.push({
      key: "intake.note.sharedIn",
      values: { count: shared.length, places: shared.join("、") },
    });
}

async function holdSizes(ctx: Ctx, month: Month, grid: Grid): Promise<void> {
  const { placement, asking, places } = grid;
  const usual = await usualAmounts(
    ctx,
    places.known.map(({ id }) => id),
    month,
  );
  const sizes = new Sizes<PastedCell>();
  for (const cell of placement.cells) {
    const { village, account } = namesOf(grid, cell);
    if (cell.amountFen !== null && !cell.problem && cell.amountFen !== cell.was)
      sizes.hold(`${village} ${account}`, cell.amountFen, usual(cell.villageId, cell.accountId), cell);
  }
  const answer = sizes.asked(asking, month);
  if (answer === "right") for (const cell of sizes.cells) cell.sizeRight = true;
  if (answer !== "leave") return;
  placement.notes.push({
    key: "intake.note.leftOut",
    values: {
      places: [...sizes.cells].map((cell) => `${namesOf(grid, cell).village} ${cell.text}`).join("、"),
    },
  });
  placement.cells = placement.cells.filter((cell) => !sizes.cells.has(cell));
}

/**
 * A copied range as spreadsheets put it: cells parted by tabs, one with a tab, a quote or a line break in
 * quotes.
 */
function pastedSheet(text: string): ReadSheet {
  const rows = separatedRows(text, text.includes("\t") ? "\t" : undefined);
  return {
    name: "",
    hidden: false,
    date1904: false,
    merges: [],
    separated: true,
    rows: rows.map((row) =>
      row.map((shown) =>
        shown.trim() === "" ? null : { kind: "text", value: shown.trim(), shown: shown.trim() },
      ),
    ),
  };
}
