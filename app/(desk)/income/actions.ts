"use server";

import { ask } from "#app/_server/actions/ask.ts";
import { formAction } from "#app/_server/actions/form-action.ts";
import { submit } from "#app/_server/actions/submit.ts";
import { answerPaste } from "#lib/imports/commands/answers.ts";
import { PasteBlock } from "#lib/imports/input.ts";
import { readPaste } from "#lib/imports/queries/paste.ts";
import { postIncome, reverseIncome, saveIncomeGrid } from "#lib/income/commands/postings.ts";
import { apportionIncome, postShares, withdrawReceipt } from "#lib/income/commands/receipts.ts";
import {
  ApportionIncome,
  PostOne,
  PostShares,
  ReverseIncome,
  SaveIncomeGrid,
  WithdrawReceipt,
} from "#lib/income/input.ts";
import { readingInWords } from "./sections/pasted.ts";
import type { Block } from "./sections/use-paste.ts";

export const saveGrid = formAction(async (previous, form) => {
  return submit(
    previous,
    form,
    SaveIncomeGrid,
    saveIncomeGrid,
    (_, { townId, month }) => `/income?town=${townId}&month=${month}&done=posted`,
  );
});

/** What a pasted block means; what was answered about it is remembered for the next one. */
export async function readBlock(block: Block & { townId: number; month: string }) {
  return ask(block, PasteBlock, async (ctx, given) => {
    if (Object.keys(given.answers).length > 0) await answerPaste(ctx, given);
    return readingInWords(given.month, await readPaste(ctx, given));
  });
}

export const postOne = formAction(async (previous, form) => {
  return submit(
    previous,
    form,
    PostOne,
    postIncome,
    (_, { townId, month }) => `/income?town=${townId}&month=${month}&done=posted`,
  );
});

export const reversePosting = formAction(async (previous, form) => {
  return submit(
    previous,
    form,
    ReverseIncome,
    reverseIncome,
    ({ villageCode }) => `/income/postings?node=${villageCode}&approvedOnly=false&done=reversed`,
  );
});

export const apportion = formAction(async (previous, form) => {
  return submit(
    previous,
    form,
    ApportionIncome,
    apportionIncome,
    ({ id }) => `/income/receipts?receipt=${id}&done=receipt#r${id}`,
  );
});

export const postDue = formAction(async (previous, form) => {
  return submit(
    previous,
    form,
    PostShares,
    postShares,
    ({ townCode }) => `/income/receipts?node=${townCode}&done=shares`,
  );
});

export const withdraw = formAction(async (previous, form) => {
  return submit(
    previous,
    form,
    WithdrawReceipt,
    withdrawReceipt,
    ({ id }) => `/income/receipts?receipt=${id}&done=withdrawn#r${id}`,
  );
});
