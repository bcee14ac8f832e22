import { asc, eq } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Reader } from "#db/client.ts";
import type { IncomeBasis } from "#db/schema/income.ts";
import { type AccountKind, accountMappings, accounts, bases } from "#db/schema/index.ts";
import { authorize } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import { firstDay, type Month } from "#lib/core/dates.ts";
import { Refused } from "#lib/core/errors.ts";
import { basisOn, kindsCounted, placeOf } from "#lib/views/basis.ts";
import { accountsOf } from "../store/postings.ts";

type Side = { id: number; code: string; name: string; nameEn: string; kind: AccountKind };
/** Where an account's money stands in the later regime: `part` of it, all of it where that is empty. */
export type Mapping = { from: Side; to: Side; part: string; partEn: string };
/** Where a posting can go in the other regime. */
export type Way = { account: Side; part: string; partEn: string };

/**
 * Every account of the 2004 regime with its place in that of 2023, in the order of the books (DOMAIN §3,
 * 财会〔2023〕20号).
 * @throws when a mapping would move money to another place in the figures: it is data, and that is a mistake
 * there
 */
export async function mappingsOf(db: Reader): Promise<Mapping[]> {
  const to = alias(accounts, "to_account");
  const side = (of: typeof accounts) => ({
    id: of.id,
    code: of.code,
    name: of.name,
    nameEn: of.nameEn,
    kind: of.kind,
  });
  const rows = await db
    .select({
      from: side(accounts),
      to: side(to as unknown as typeof accounts),
      part: accountMappings.part,
      partEn: accountMappings.partEn,
    })
    .from(accountMappings)
    .innerJoin(accounts, eq(accounts.id, accountMappings.fromId))
    .innerJoin(to, eq(to.id, accountMappings.toId))
    .orderBy(asc(accountMappings.rank));
  return rows.map(countingAlike);
}

/** @throws unless both sides count alike by every basis. */
export function countingAlike<M extends Pick<Mapping, "from" | "to">>(mapping: M): M {
  const { from, to } = mapping;
  if (placeOf(from.kind) !== placeOf(to.kind)) {
    throw new Error(
      `The mapping ${from.code} → ${to.code} turns ${from.kind} into ${to.kind}: no total would stay what it is`,
    );
  }
  return mapping;
}

/** Where an account can go in the other regime, whichever of the two it is of. */
export const waysOf = (mappings: readonly Mapping[], accountId: number): Way[] => [
  ...mappings
    .filter(({ from }) => from.id === accountId)
    .map(({ to, part, partEn }) => ({ account: to, part, partEn })),
  ...mappings
    .filter(({ to }) => to.id === accountId)
    .map(({ from, part, partEn }) => ({ account: from, part, partEn })),
];

/**
 * Postings of one regime as the other would have them: the same amounts in the accounts of the other.
 * @param choose which way a posting goes whose account parts, by what it is for
 * @throws {Refused} `income.noCounterpart` for an account without a place there, `income.accountParts` for
 * one that parts unchosen
 */
export function restated<P extends { accountId: number }>(
  postings: readonly P[],
  mappings: readonly Mapping[],
  choose: (posting: P, ways: readonly Way[]) => Way | undefined = () => undefined,
): (P & { kind: AccountKind })[] {
  return postings.map((posting) => {
    const ways = waysOf(mappings, posting.accountId);
    if (ways.length === 0) throw new Refused("income.noCounterpart", {}, "accountId");
    const way = ways.length === 1 ? ways[0] : choose(posting, ways);
    if (!way) throw new Refused("income.accountParts", partsInWords(ways), "accountId");
    return { ...posting, accountId: way.account.id, kind: way.account.kind };
  });
}

/** Into what an account parts, for a sentence. */
export const partsInWords = (ways: readonly Way[]) => ({
  parts: ways
    .map(({ account, part }) => `${account.code} ${account.name}${part && `（${part}）`}`)
    .join("、"),
  partsEn: ways
    .map(({ account, partEn }) => `${account.code} ${account.nameEn}${partEn && ` (${partEn})`}`)
    .join(", "),
});

/**
 * The regimes with their documents and days, each account with what it counts as and where it goes in the
 * other.
 */
export async function regimesOf(ctx: Ctx) {
  authorize(ctx.actor, "rule.read");
  const mappings = await mappingsOf(ctx.db);
  const all = await ctx.db.select().from(accounts).orderBy(asc(accounts.rank));
  const regimes = await ctx.db.select().from(bases).orderBy(asc(bases.fromOn));
  return regimes.map((regime) => ({
    ...regime,
    accounts: all
      .filter((account) => account.basisId === regime.id)
      .map((account) => ({ ...account, ways: waysOf(mappings, account.id) })),
  }));
}

/**
 * Every account with the regime it is of, in the order of the books: what a bare code may mean is asked of it
 * (`meaningsOfCode`).
 */
export async function accountsOfRegimes(db: Reader) {
  const rows = await db
    .select({ account: accounts, regime: bases.key })
    .from(accounts)
    .innerJoin(bases, eq(bases.id, accounts.basisId))
    .orderBy(asc(bases.fromOn), asc(accounts.rank));
  return rows.map(({ account, regime }) => ({ ...account, regime }));
}

/**
 * The accounts in force in a month with the regime and its document, each with the bases that count it (as
 * income or, a cost, against it).
 * @throws {Refused} `income.noBasis` for a month before the first regime
 */
export async function accountsInForce(ctx: Ctx, month: Month) {
  authorize(ctx.actor, "rule.read");
  const inForce = await accountsOf(ctx.db, month);
  const regime = basisOn(await ctx.db.select().from(bases), firstDay(month));
  if (!regime) throw new Refused("income.noBasis", { month }, "month");
  const { key, name, document, fromOn, toOn } = regime;
  const counting = Object.entries(kindsCounted) as [IncomeBasis, readonly AccountKind[]][];
  return {
    month,
    regime: { key, name, document, fromOn, toOn },
    data: inForce.map(({ code, name: own, nameEn, kind, mayBeNegative, note, noteEn }) => ({
      code,
      name: own,
      nameEn,
      kind,
      mayBeNegative,
      note,
      noteEn,
      regime: key,
      document,
      countedBy: counting.filter(([, kinds]) => kinds.includes(kind)).map(([basis]) => basis),
    })),
  };
}
