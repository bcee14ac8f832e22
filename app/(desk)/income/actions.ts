"use server";

import type { FormState } from "#app/_components/form-state.ts";
import { submit } from "#app/_server/action.ts";
import { postIncome, reverseIncome, saveIncomeGrid } from "#lib/income/commands.ts";
import { ApportionIncome, PostOne, PostShares, ReverseIncome, SaveIncomeGrid } from "#lib/income/input.ts";
import { apportionIncome, postShares } from "#lib/income/receipt-commands.ts";

export async function saveGrid(previous: FormState, form: FormData) {
  return submit(previous, form, SaveIncomeGrid, saveIncomeGrid, (_, { townId, month }) => `/income?town=${townId}&month=${month}&done=posted`);
}

export async function postOne(previous: FormState, form: FormData) {
  return submit(previous, form, PostOne, postIncome, (_, { townId, month }) => `/income?town=${townId}&month=${month}&done=posted`);
}

export async function reversePosting(previous: FormState, form: FormData) {
  return submit(
    previous,
    form,
    ReverseIncome,
    reverseIncome,
    ({ villageCode }) => `/income/postings?node=${villageCode}&approvedOnly=false&done=reversed`,
  );
}

export async function apportion(previous: FormState, form: FormData) {
  return submit(previous, form, ApportionIncome, apportionIncome, ({ id }) => `/income/receipts?receipt=${id}&done=receipt#r${id}`);
}

export async function postDue(previous: FormState, form: FormData) {
  return submit(previous, form, PostShares, postShares, ({ townCode }) => `/income/receipts?node=${townCode}&done=shares`);
}
