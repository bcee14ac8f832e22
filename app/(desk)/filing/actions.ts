"use server";

import { formAction } from "#app/_server/actions/form-action.ts";
import { submit as send } from "#app/_server/actions/submit.ts";
import { localPath } from "#app/_server/session/local-path.ts";
import { approveMonth, lockMonth, returnMonth, unlockMonth } from "#lib/filing/commands/office.ts";
import { answerRemark, submitMonth, withdrawMonth } from "#lib/filing/commands/town.ts";
import {
  AnswerRemark,
  ApproveMonth,
  LockMonth,
  ReturnMonth,
  SubmitMonth,
  UnlockMonth,
  WithdrawMonth,
} from "#lib/filing/input.ts";

const page = (townCode: string, month: string, done: string) => `/filing/${townCode}/${month}?done=${done}`;
/** Where a form of one press stands is where one comes back to. */
const back = (form: FormData, done: string) => {
  const to = localPath(form.get("back"));
  return `${to}${to.includes("?") ? "&" : "?"}done=${done}`;
};

export const submit = formAction(async (previous, form) => {
  return send(previous, form, SubmitMonth, submitMonth, ({ townCode }, { month }) =>
    page(townCode, month, "monthSubmitted"),
  );
});

/** From the desk one goes back to the desk. */
export const submitFromDesk = formAction(async (previous, form) => {
  return send(previous, form, SubmitMonth, submitMonth, () => back(form, "monthSubmitted"));
});

export const withdraw = formAction(async (previous, form) => {
  return send(previous, form, WithdrawMonth, withdrawMonth, ({ townCode }, { month }) =>
    page(townCode, month, "monthWithdrawn"),
  );
});

export const sendBack = formAction(async (previous, form) => {
  return send(previous, form, ReturnMonth, returnMonth, ({ townCode }, { month }) =>
    page(townCode, month, "monthReturned"),
  );
});

export const answer = formAction(async (previous, form) => {
  return send(previous, form, AnswerRemark, answerRemark, () => back(form, "remarkAnswered"));
});

export const approve = formAction(async (previous, form) => {
  return send(previous, form, ApproveMonth, approveMonth, () => back(form, "monthApproved"));
});

export const lock = formAction(async (previous, form) => {
  return send(previous, form, LockMonth, lockMonth, () => back(form, "monthLocked"));
});

export const unlock = formAction(async (previous, form) => {
  return send(previous, form, UnlockMonth, unlockMonth, ({ townCode }, { month }) =>
    page(townCode, month, "monthUnlocked"),
  );
});
