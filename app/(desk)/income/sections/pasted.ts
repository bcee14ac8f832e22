import { incomeLedger } from "#app/_parts/income/ledger-query.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { sentenceTranslator } from "#app/_server/i18n/translator.ts";
import { amountOf, yuanText } from "#lib/core/money.ts";
import type { PastedCell, Placement } from "#lib/imports/queries/paste.ts";
import type { Question } from "#lib/imports/rules/questions.ts";
import type { PasteReading } from "./use-paste.ts";

/**
 * What a pasted block was read as, in the reader's words. A cell holds yuan to the fen, or what was pasted
 * with its fault; what a cell would take for an amount though the reader did not is said and not filled in.
 */
export async function readingInWords(
  month: string,
  { cells, asked, answered, several, refused, left, notes }: Placement,
): Promise<PasteReading> {
  const t = await getTranslations("income");
  const say = await sentenceTranslator();
  const isMisread = (cell: PastedCell) => cell.amountFen === null && typeof amountOf(cell.text) === "number";
  const inWords = ({ key, says, choices }: Question) => ({
    key,
    sentence: say(says),
    choices: choices.map((choice) => ({ value: choice.value, label: say(choice.says) })),
  });
  const byReason = Map.groupBy(refused, ({ why }) => say(why));
  return {
    cells: cells
      .filter((cell) => !isMisread(cell))
      .map(({ villageId, accountId, text, amountFen, sizeRight }) => ({
        villageId,
        accountId,
        text: amountFen === null ? text : yuanText(amountFen),
        ...(sizeRight && { sizeRight }),
      })),
    asked: asked.map(inWords),
    answered: answered.map((question) => ({ ...inWords(question), answer: question.answer })),
    several: several.map(({ village, villageCode, account, text }) => ({
      text: `${village} ${account} ${text}`,
      ledger: incomeLedger(villageCode, { from: month, to: month, account }),
    })),
    refused: [
      ...[...byReason].map(
        ([why, amounts]) =>
          `${why} ${t("pasteRefused")}${amounts.map(({ village, text }) => [village, text].filter(Boolean).join(" ")).join("；")}`,
      ),
      ...cells.filter(isMisread).flatMap(({ problem }) => (problem ? [say(problem)] : [])),
    ],
    left,
    notes: notes.map(say),
  };
}
