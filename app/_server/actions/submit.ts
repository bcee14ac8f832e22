import { randomUUID } from "node:crypto";
import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getLocale } from "next-intl/server";
import type { z } from "zod";
import type { FormState } from "#app/_ui/form-state.ts";
import { deny } from "#lib/audit/store/deny.ts";
import type { Ctx } from "#lib/core/context.ts";
import { minuteOf } from "#lib/core/dates.ts";
import { markFailing, storageFailureOf } from "#lib/core/disk.ts";
import {
  Conflict,
  type Details,
  Forbidden,
  NotFound,
  Refused,
  RefusedFields,
  type Unreadable,
} from "#lib/core/errors.ts";
import { formatFen, yuanText } from "#lib/core/money.ts";
import { nameIn } from "#lib/divisions/rules/names.ts";
import { getTranslations, knownWord } from "../i18n/translations.ts";
import { logger } from "../session/log.ts";
import { sessionContext } from "../session/session.ts";
import { type Fields, fieldsOf, isOddName } from "./submitted-fields.ts";

type After<R, I> = (result: R, input: I) => string;

/**
 * The one way from a form to a command: who → parse → command → answer. Call it from a `"use server"`
 * function.
 * @param after where to go when it is done: a local path
 * @param who whose form it is, where somebody may use it who still owes a code or a new password
 * @param file what a file of the form holds (`fileFieldsOf`); never sent back to the browser
 */
export async function submit<S extends z.ZodType, R>(
  previous: FormState,
  form: FormData,
  schema: S,
  command: (ctx: Ctx, input: z.output<S>) => Promise<R>,
  after: After<R, z.output<S>>,
  who: () => Promise<Ctx | null> = sessionContext,
  file: Fields = {},
): Promise<FormState> {
  const values = typed(form);
  const again = { values, errors: {}, message: "", current: {}, goTo: "", attempt: previous.attempt + 1 };
  const t = await getTranslations();
  const ctx = await who();
  if (!ctx)
    return {
      ...again,
      status: "signedOut",
      goTo: `/login?next=${encodeURIComponent(await pathOfRequest())}`,
      message: t("form.signedOut"),
    };

  const parsed = schema.safeParse({ ...fieldsOf(form), ...file });
  if (!parsed.success) {
    const errors: Record<string, string> = {};
    for (const issue of parsed.error.issues)
      errors[issue.path.join(".")] ??= knownWord(t, `invalid.${issue.message}`) ?? t("invalid.unusable");
    return {
      ...again,
      status: "invalid",
      errors,
      message: t("form.summary", { count: Object.keys(errors).length }),
    };
  }

  let goTo: string;
  try {
    goTo = after(await command(ctx, parsed.data), parsed.data);
  } catch (error) {
    return { ...again, ...(await refusal(ctx, error)) };
  }
  revalidatePath("/", "layout");
  // Without JavaScript the browser itself must be sent on; with it, the form first forgets its draft.
  if (!form.has("scripted")) redirect(goTo);
  return { ...again, status: "done", goTo };
}

/** The page that the form stands on, as the proxy noted it. */
const pathOfRequest = async () => (await headers()).get("x-path") ?? "/";

/** What was typed, to be shown again; a password is typed again instead. */
const typed = (form: FormData): Record<string, string[]> => {
  const values = new Map<string, string[]>();
  for (const [name, value] of form.entries())
    if (typeof value === "string" && !isOddName(name) && !/password/i.test(name))
      values.set(name, [...(values.get(name) ?? []), value]);
  return Object.fromEntries(values);
};

/**
 * An expected refusal in the reader's words; anything else is a bug: logged with a reference that the reader
 * is given.
 */
async function refusal(ctx: Ctx, error: unknown): Promise<Partial<FormState> & Pick<FormState, "status">> {
  const t = await getTranslations();
  if (error instanceof Conflict) {
    const current = Object.fromEntries(
      Object.entries(error.current).map(([name, value]) => [
        name,
        name.endsWith("Fen") ? yuanText(Number(value)) : String(value ?? ""),
      ]),
    );
    return { status: "conflict", current, message: t("form.conflict", await detailsInWords(error.details)) };
  }
  if (error instanceof RefusedFields) {
    const inWords = await wordingOfDetails();
    const sentence = (why: Refused | Unreadable) =>
      why instanceof Refused ? t(`refused.${why.code}`, inWords(why.details)) : t(`invalid.${why.code}`);
    const errors = Object.fromEntries(
      Object.entries(error.fields).map(([name, why]) => [name, sentence(why)]),
    );
    return { status: "invalid", errors, message: t("form.summary", { count: Object.keys(errors).length }) };
  }
  if (error instanceof Refused) {
    const why =
      error.cause instanceof Refused
        ? t(`refused.${error.cause.code}`, await detailsInWords(error.cause.details))
        : "";
    const message = t(`refused.${error.code}`, { ...(await detailsInWords(error.details)), why });
    return { status: "refused", message, errors: error.field ? { [error.field]: message } : {} };
  }
  if (error instanceof Forbidden) {
    await deny(ctx, error.verb);
    return { status: "refused", message: t("refused.forbidden") };
  }
  if (error instanceof NotFound) return { status: "refused", message: t("refused.notFound") };
  if (storageFailureOf(error) !== null) {
    markFailing(ctx.db, error);
    logger().error({ err: error, request: ctx.request }, "the disk took nothing");
    return { status: "refused", message: t("refused.notStored") };
  }
  const reference = randomUUID().slice(0, 8);
  logger().error({ err: error, reference, request: ctx.request }, "a command failed");
  return { status: "refused", message: t("refused.unexpected", { reference }) };
}

/**
 * Amounts in yuan and fen, instants in local time, names in the reader's language where `nameEn` comes beside
 * `name`: details as a sentence can hold them.
 */
export async function detailsInWords(details: Details): Promise<Details> {
  return (await wordingOfDetails())(details);
}

/** The same for many details at once. */
export async function wordingOfDetails(): Promise<(details: Details) => Details> {
  const english = (await getLocale()) === "en";
  const isInstant = (name: string, value: string | number) =>
    (name === "at" || name.endsWith("At")) && !Number.isNaN(Date.parse(String(value)));
  return (details) =>
    Object.fromEntries(
      Object.entries(details).map(([name, value]) => {
        if (name.endsWith("Fen")) return [name, formatFen(Number(value))];
        if (isInstant(name, value)) return [name, minuteOf(String(value))];
        return [name, english ? inEnglish(details[`${name}En`] ?? value, name) : value];
      }),
    );
}

const ofPlaces = /^(town|towns|village|villages|place|places)$/;

/** What the core lists with Chinese commas, and names of places, as English writes them. */
function inEnglish(value: string | number, name: string): string | number {
  if (typeof value === "number") return value;
  const listed = value.replaceAll("、", ", ");
  return ofPlaces.test(name) ? nameIn("en", listed) : listed;
}
