// npm run guatu -- read: what a file or a paste would do, read exactly as the pages read it; nothing is
// written.

import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { IntakeKind } from "#db/schema/intake.ts";
import type { Ctx } from "#lib/core/context.ts";
import { isMonth } from "#lib/core/dates.ts";
import { NotFound, Refused } from "#lib/core/errors.ts";
import { formatFen } from "#lib/core/money.ts";
import { divisionsWithin } from "#lib/divisions/queries/divisions.ts";
import { monthly, registers } from "#lib/imports/input.ts";
import { dryRun } from "#lib/imports/queries/dry-run.ts";
import { readPaste } from "#lib/imports/queries/paste.ts";
import { type DiffRow, isTakeable, type Sentence, writes } from "#lib/imports/rules/diff.ts";
import type { Question } from "#lib/imports/rules/questions.ts";
import { sentenceOf } from "#lib/imports/rules/rows.ts";
import { accountsOf, townOf } from "#lib/income/store/postings.ts";
import { readerNamed } from "#lib/people/queries/reader.ts";
import { readSheets } from "#lib/spreadsheets/read.ts";
import { withDatabase } from "./commands.ts";
import { Plain } from "./console.ts";
import { operatorIn, wordsIn } from "./district.ts";

type Given = { [name in "as" | "kind" | "month" | "town" | "lang"]?: string | undefined } & {
  paste?: boolean | undefined;
};
type Answer = {
  would: Record<string, unknown>[];
  asked: { where: string; what: string; key: string; choices: { value: string; says: string }[] }[];
  errors: { where: string; what: string }[];
  notes: string[];
};
type Say = (sentence: Sentence) => string;

/**
 * Prints one JSON object.
 * @returns 0 where all is understood, 3 where something is asked, 1 where a row is wrong, 2 where nothing can
 * be read
 */
export async function read(file: string | undefined, given: Given): Promise<0 | 1 | 2 | 3> {
  const kinds: readonly string[] = [...monthly, ...registers];
  const { as, kind = "income", month, lang = "zh-CN" } = given;
  if (!file || !as)
    throw new Plain("Say which file and as whom: read FILE --as lianhua --kind income --month 2016-12");
  if (!kinds.includes(kind)) throw new Plain(`--kind is one of ${kinds.join(", ")}, not ${kind}.`);
  if (month === undefined || !isMonth(month))
    throw new Plain(`--month is a month like 2016-12, not ${month}.`);
  const words = wordsIn(lang);
  const say: Say = ({ key, values }) =>
    words(
      key,
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          name.endsWith("Fen") ? formatFen(Number(value)) : value,
        ]),
      ),
    );
  const bytes = bytesOf(file);
  return withDatabase(async (db) => {
    const whole = await operatorIn(db);
    const ctx: Ctx = { ...whole, actor: await readerNamed(db, as) };
    const townId = registers.some((each) => each === kind) ? null : await townIdOf(ctx, given.town);
    try {
      const answer =
        given.paste && townId !== null
          ? await pasted(ctx, townId, month, new TextDecoder().decode(bytes), say)
          : await sent(
              ctx,
              { kind: kind as IntakeKind, townId, month: kind === "projects" ? null : month },
              { name: basename(file), bytes },
              say,
            );
      console.log(JSON.stringify(answer));
      return answer.asked.length > 0 ? 3 : answer.errors.length > 0 ? 1 : 0;
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused;
      const what = say({ key: `refused.${refused.code}`, values: refused.details });
      console.log(
        JSON.stringify({ would: [], asked: [], errors: [{ where: "", what }], notes: [] } satisfies Answer),
      );
      return 2;
    }
  }).catch((error) => {
    if (error instanceof NotFound)
      throw new Plain(`There is no such thing for ${as}: ${error.message}. 库中没有，或不在其辖区。`);
    throw error;
  });
}

function bytesOf(file: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(file));
  } catch (error) {
    throw new Plain(`${file} cannot be opened: ${(error as Error).message}`);
  }
}

/** The town whose file it is: one's own, or for who has several the one that is named. */
async function townIdOf(ctx: Ctx, named: string | undefined): Promise<number> {
  const towns = await divisionsWithin(ctx.db, ctx.actor, "town");
  const town =
    named === undefined
      ? towns.length === 1
        ? towns[0]
        : undefined
      : towns.find((each) => [each.code, each.name, each.shortName].includes(named));
  if (!town) throw new Plain(`Say which town: --town ${towns[0]?.shortName ?? "NAME"}`);
  return town.id;
}

const questionsOf = (open: readonly Question[], say: Say): Answer["asked"] =>
  open.map(({ key, says, choices }) => ({
    where: String(says.values.at ?? says.values.letters ?? says.values.places ?? ""),
    what: say(says),
    key,
    choices: choices.map((choice) => ({ value: choice.value, says: say(choice.says) })),
  }));

async function sent(
  ctx: Ctx,
  what: Parameters<typeof dryRun>[1],
  file: { name: string; bytes: Uint8Array },
  say: Say,
): Promise<Answer> {
  const words = ["zh-CN", "en"].map(wordsIn);
  const { content, preview, town } = await dryRun(ctx, what, await readSheets(file), words);
  const income = what.kind === "income";
  const would = preview.rows.filter(isTakeable).flatMap((row) =>
    writes(row).map((cell) =>
      income
        ? {
            village: row.label,
            code: town?.villages.get(row.id ?? 0)?.code ?? "",
            account: cell.field,
            amountFen: cell.given,
            was: cell.now,
          }
        : {
            row: row.label,
            line: row.line,
            field: cell.field,
            value: cell.given,
            shown: cell.words ?? cell.shown,
            was: cell.now,
          },
    ),
  );
  const closed = preview.closed ? [{ where: "", what: say(sentenceOf(preview.closed)) }] : [];
  return {
    would,
    asked: questionsOf(preview.open, say),
    errors: [...closed, ...preview.rows.flatMap((row) => wrongIn(row, say))],
    notes: content.notes.map(say),
  };
}

function wrongIn(row: DiffRow, say: Say): Answer["errors"] {
  const cells = row.cells.flatMap((cell) =>
    cell.problem ? [{ where: `${cell.at} ${row.label}`.trim(), what: say(cell.problem) }] : [],
  );
  return row.problem
    ? [{ where: `${row.line} ${row.label}`.trim(), what: say(row.problem) }, ...cells]
    : cells;
}

async function pasted(ctx: Ctx, townId: number, month: string, text: string, say: Say): Promise<Answer> {
  const town = await townOf(ctx.db, ctx.actor, townId);
  const accounts = new Map((await accountsOf(ctx.db, month)).map((account) => [account.id, account]));
  const [first] = town.villages.keys();
  const account = [...accounts.values()].find(({ kind }) => kind !== "never");
  const from = first !== undefined && account ? { villageId: first, accountId: account.id } : null;
  const { cells, asked, refused, left, notes } = await readPaste(ctx, {
    townId,
    month,
    text,
    from,
    answers: {},
  });
  const of = (villageId: number, accountId: number) => ({
    village: town.villages.get(villageId)?.name ?? "",
    code: town.villages.get(villageId)?.code ?? "",
    account: accounts.get(accountId)?.code ?? "",
  });
  return {
    would: cells
      .filter((cell) => cell.amountFen !== null && !cell.problem)
      .map(({ villageId, accountId, amountFen, was }) => ({ ...of(villageId, accountId), amountFen, was })),
    asked: questionsOf(asked, say),
    errors: [
      ...cells.flatMap(({ villageId, accountId, problem }) => {
        const { village, account: code } = of(villageId, accountId);
        return problem ? [{ where: `${village} ${code}`, what: say(problem) }] : [];
      }),
      ...refused.map(({ village, account: code, text: shown, why }) => ({
        where: `${village} ${code} ${shown}`,
        what: say(why),
      })),
      ...left.map((each) => ({ where: each, what: say({ key: "income.pasteLeft", values: {} }) })),
    ],
    notes: notes.map(say),
  };
}
