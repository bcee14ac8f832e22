import { and, asc, eq, ne } from "drizzle-orm";
import { divisions, type IntakeKind } from "#db/schema/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import type { Month } from "#lib/core/dates.ts";
import { accountsOfRegimes, mappingsOf, waysOf } from "#lib/income/queries/regimes.ts";
import { countsAlike, meaningsOfCode } from "#lib/income/rules/codes.ts";
import { accountsOf } from "#lib/income/store/postings.ts";
import { plainHeading } from "#lib/spreadsheets/meaning.ts";
import type { Field, Whose } from "../forms/sheet-form.ts";
import { formOf } from "../forms/sheet-forms.ts";
import type { Expected } from "../rules/about.ts";
import { isCalled, type Known } from "../rules/match-village.ts";
import { knownVillages } from "./known-villages.ts";

/** What a file of a kind is read by: its fields, those that are never read, and what it should be. */
export type Reading = { fields: Field[]; never: Field[]; expected: Expected };

/** What to expect of a town's file, or of a register of the whole scope. */
export async function expecting(ctx: Ctx, kind: IntakeKind, whose: Whose): Promise<Reading> {
  const form = formOf(kind);
  const { town, month } = whose;
  const known: Known[] =
    kind === "income" && town ? await knownVillages(ctx.db, [...town.villages.keys()]) : [];
  const others = town ? await neighbours(ctx, town) : [];
  return {
    fields: await form.fields(ctx, whose),
    never: (await form.never?.(ctx, whose)) ?? [],
    expected: {
      kind,
      month,
      town: town && { code: town.code, name: town.name },
      otherTowns: others
        .flatMap(({ name, shortName }) => [...new Set([name, shortName])])
        .filter((name) => name.length > 2),
      ...(kind === "income" && month && { otherRegimes: await regimesBeside(ctx, month) }),
      ...(known.length > 0 && { isPlace: (text: string) => isCalled(known, text) }),
    },
  };
}

/** What the charts of accounts that do not govern the month call their accounts otherwise. */
async function regimesBeside(ctx: Ctx, month: Month) {
  const own = await accountsOf(ctx.db, month);
  const ownIds = new Set(own.map(({ id }) => id));
  const all = await accountsOfRegimes(ctx.db);
  const mappings = await mappingsOf(ctx.db);
  const named = ({ code, name, nameEn }: { code: string; name: string; nameEn: string }) => ({
    label: `${code} ${name}`,
    labelEn: `${code} ${nameEn}`,
  });
  const called = (account: { code: string; name: string; nameEn: string }) =>
    [
      account.code,
      account.name,
      account.code + account.name,
      account.nameEn,
      `${account.code} ${account.nameEn}`,
    ].map(plainHeading);
  const ours = new Set(own.flatMap(called));
  return {
    names: new Map(
      all
        .filter(({ id }) => !ownIds.has(id))
        .flatMap((account) => {
          const ways = waysOf(mappings, account.id).filter(
            (way) => ownIds.has(way.account.id) && way.account.kind !== "never",
          );
          const foreign = {
            ...named(account),
            ways: ways.map((way) => ({ code: way.account.code, ...named(way.account) })),
          };
          return called(account).flatMap((name) => (ours.has(name) ? [] : [[name, foreign] as const]));
        }),
    ),
    codes: new Set(own.map(({ code }) => code).filter((code) => !countsAlike(meaningsOfCode(all, code)))),
  };
}

/** The other towns of a town's county: their names are no secret. */
const neighbours = ({ db }: Ctx, town: { id: number; countyId: number }) =>
  db
    .select({ name: divisions.name, shortName: divisions.shortName })
    .from(divisions)
    .where(and(eq(divisions.parentId, town.countyId), ne(divisions.id, town.id)))
    .orderBy(asc(divisions.code));
