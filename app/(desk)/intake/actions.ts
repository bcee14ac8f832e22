"use server";

import { formAction } from "#app/_server/actions/form-action.ts";
import { submit } from "#app/_server/actions/submit.ts";
import { sentFile } from "#app/_server/api/sent-file.ts";
import { locales } from "#app/_server/i18n/locale.ts";
import { translateIn } from "#app/_server/i18n/locale-messages.ts";
import { logger } from "#app/_server/session/log.ts";
import { sessionContext } from "#app/_server/session/session.ts";
import type { Ctx } from "#lib/core/context.ts";
import { Refused } from "#lib/core/errors.ts";
import { answerIntake } from "#lib/imports/commands/answers.ts";
import { cancelIntake, confirmIntake, uploadIntake } from "#lib/imports/commands/imports.ts";
import { mapColumns, uploadRegister } from "#lib/imports/commands/registers.ts";
import {
  AnswerIntake,
  CancelIntake,
  ConfirmIntake,
  MapColumns,
  UploadIntake,
  UploadRegister,
} from "#lib/imports/input.ts";
import { settled, type Upload } from "#lib/imports/store/reading.ts";

/** Most files are read before their sender could look at a page that waits. */
const patienceMs = 1_500;

/** A command that takes a file in, waiting a little for what it says. */
const taking =
  <I>(
    bytes: Uint8Array | undefined,
    command: (ctx: Ctx, input: I, brought: Upload) => Promise<{ id: number }>,
  ) =>
  async (ctx: Ctx, input: I) => {
    const complain = (err: unknown) =>
      logger().error({ err, request: ctx.request }, "a file could not be read");
    const { id } = await command(ctx, input, {
      bytes: bytes ?? new Uint8Array(),
      languages: locales.map(translateIn),
      complain,
    });
    await settled(id, patienceMs);
    return { id };
  };

export const sendFile = formAction(async (previous, form) => {
  const file = await sentFile(form, "sha256");
  return submit(
    previous,
    form,
    UploadIntake,
    taking(file?.bytes, uploadIntake),
    ({ id }) => `/intake/${id}`,
    sessionContext,
    file?.fields ?? {},
  );
});

export const sendRegister = formAction(async (previous, form) => {
  const file = await sentFile(form, "sha256");
  return submit(
    previous,
    form,
    UploadRegister,
    taking(file?.bytes, uploadRegister),
    ({ id }) => `/intake/${id}`,
    sessionContext,
    file?.fields ?? {},
  );
});

export const nameColumns = formAction(async (previous, form) => {
  const map = (ctx: Ctx, input: MapColumns) => mapColumns(ctx, input, locales.map(translateIn));
  return submit(previous, form, MapColumns, map, ({ id }) => `/intake/${id}`);
});

export const answerQuestions = formAction(async (previous, form) => {
  const answer = (ctx: Ctx, input: AnswerIntake) => answerIntake(ctx, input, locales.map(translateIn));
  return submit(previous, form, AnswerIntake, answer, ({ id }) => `/intake/${id}?answered=${Date.now()}`);
});

export const giveUp = formAction(async (previous, form) => {
  return submit(previous, form, CancelIntake, cancelIntake, () => "/intake?done=intakeCancelled");
});

/** What stands changed since the preview was made: the preview is shown again, as it is now. */
const stale = "stale";

export const takeOver = formAction(async (previous, form) => {
  const confirm = async (ctx: Ctx, input: ConfirmIntake) => {
    try {
      return await confirmIntake(ctx, input);
    } catch (refused) {
      if (refused instanceof Refused && refused.code === "intake.stale") return stale;
      throw refused;
    }
  };
  return submit(previous, form, ConfirmIntake, confirm, (result, { intakeId }) =>
    result === stale ? `/intake/${intakeId}?again=${Date.now()}` : `/intake/${intakeId}?done=intakeTaken`,
  );
});
