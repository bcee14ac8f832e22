import { readFileSync } from "node:fs";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import {
  accountMappings,
  accounts,
  bases,
  clusterMembers,
  clusters,
  divisionCodes,
  divisions,
  divisionVersions,
  filingCalendar,
  type LightThresholds,
  lightRules,
  settings,
  sourceFacts,
  tiers,
} from "#db/schema/index.ts";
import { defineCommand, takes } from "#lib/audit/define-command.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import { addMonths, type Day, firstDay } from "#lib/core/dates.ts";
import { Refused } from "#lib/core/errors.ts";
import { campaignTargetKey } from "#lib/views/target.ts";
import type { EditVillage } from "../input.ts";
import { villageById } from "../queries/divisions.ts";
import { articleSpeaksOf } from "../rules/article.ts";
import { searchKeys } from "../rules/names.ts";
import { type EditionRow, seedFolder } from "../store/edition.ts";

type Reference = {
  campaignTargetFen: number;
  bases: (Omit<typeof bases.$inferInsert, "id"> & {
    accounts: Omit<typeof accounts.$inferInsert, "id" | "basisId" | "rank">[];
  })[];
  /** From an account of the earlier regime to one of the later. */
  mappings: { from: string; to: string; part: string; partEn: string }[];
  receiptGraceDays: number;
  clusters: { name: string; lead: string[]; led: string[] }[];
  tiers: Omit<typeof tiers.$inferInsert, "id" | "rank" | "fromYear">[];
  lightRule: { effectiveOn: Day; source: string; thresholds: LightThresholds };
  filing: { firstMonth: string; lastMonth: string; dueDayOfNextMonth: number };
};

const seed = <T>(name: string): T => JSON.parse(readFileSync(join(seedFolder, name), "utf8"));

/**
 * Makes a district: divisions with their codes, accounts, tiers, light rule, filing calendar; where the
 * article speaks of it, the article's facts and clusters too.
 * @param edition rows of one edition, parents first
 * @throws {Refused} `alreadyFounded` when the database holds a district.
 */
export const foundDistrict = defineCommand({
  verb: "district.found",
  input: takes<{ edition: EditionRow[]; on: Day; laterOn: Day; demonstration: boolean }>(),
  async work(tx, ctx, { input }) {
    const [any] = await tx.select({ id: divisions.id }).from(divisions).limit(1);
    if (any) throw new Refused("alreadyFounded");
    const { root, ids } = await insertDivisions(tx, input);
    const reference = seed<Reference>("reference.json");
    await insertReference(tx, ctx, reference);
    if (articleSpeaksOf({ code: root.code, demonstration: input.demonstration, on: today(ctx) })) {
      await insertClusters(tx, ids, reference.clusters);
      const facts = seed<Omit<typeof sourceFacts.$inferInsert, "id" | "rank">[]>("facts.json");
      await tx.insert(sourceFacts).values(facts.map((fact, rank) => ({ ...fact, rank })));
    }
    await tx.insert(settings).values([
      { key: "demonstration", value: input.demonstration ? "yes" : "no" },
      { key: "rootCode", value: root.code },
    ]);
    return {
      result: undefined,
      audit: {
        subject: { type: "district", id: null, name: root.name, divisionCode: root.code },
        after: { divisions: input.edition.length, demonstration: input.demonstration },
      },
    };
  },
});

/**
 * Edits a village's plan (一村一策) and contact.
 * @throws {Conflict} with the values that stand when somebody saved since the form's version
 */
export const editVillage = defineCommand({
  verb: "village.edit",
  input: takes<EditVillage>(),
  load: (tx, { actor }, { input }) => villageById(tx, actor, input.villageId),
  place: ({ code }) => ({ divisionCode: code }),
  version: (village) => ({
    version: village.version,
    by: { name: village.updatedBy ?? "", at: village.updatedAt ?? "" },
    current: planOf(village),
  }),
  async work(tx, ctx, { input, loaded: village }) {
    const [after, version] = [planOf(input), village.version + 1];
    const [updatedBy, at] = [ctx.actor.name, ctx.now.toISOString()];
    await tx
      .update(divisions)
      .set({ ...after, version, updatedBy, updatedAt: at })
      .where(eq(divisions.id, village.id));
    await tx
      .insert(divisionVersions)
      .values({ divisionId: village.id, version, ...after, updatedBy, recordedAt: at });
    const subject = {
      type: "village" as const,
      id: village.id,
      name: village.shortName,
      divisionCode: village.code,
    };
    return { result: { id: village.id, version }, audit: { subject, before: planOf(village), after } };
  },
});

const planOf = ({ plan, contact, contactPhone }: Pick<EditVillage, "plan" | "contact" | "contactPhone">) => ({
  plan,
  contact,
  contactPhone,
});

async function insertDivisions(
  tx: Tx,
  { edition, on, laterOn }: { edition: EditionRow[]; on: Day; laterOn: Day },
) {
  const ids = new Map<string, number>();
  const villages = villagesBelow(edition);
  for (const row of edition) {
    const [made] = await tx
      .insert(divisions)
      .values({
        ...row,
        ...searchKeys(row.shortName),
        parentId: ids.get(row.parentCode) ?? null,
        urCode: row.urCode || null,
        villages: villages.get(row.code) ?? 0,
      })
      .returning({ id: divisions.id });
    const divisionId = made?.id as number;
    ids.set(row.code, divisionId);
    await tx.insert(divisionCodes).values({ divisionId, code: row.code, name: row.name, edition: on });
    if (row.laterCode)
      await tx
        .insert(divisionCodes)
        .values({ divisionId, code: row.laterCode, name: row.laterName, edition: laterOn });
  }
  const [root] = edition;
  if (!root) throw new Error("The edition holds no division");
  return { root, ids };
}

/** How many villages lie at or below each code of an edition. */
function villagesBelow(edition: EditionRow[]): Map<string, number> {
  const parents = new Map(edition.map((row) => [row.code, row.parentCode]));
  const counts = new Map<string, number>();
  for (const { code } of edition.filter((row) => row.level === "village")) {
    for (let at: string | undefined = code; at; at = parents.get(at))
      counts.set(at, (counts.get(at) ?? 0) + 1);
  }
  return counts;
}

async function insertClusters(tx: Tx, ids: Map<string, number>, given: Reference["clusters"]) {
  for (const { name, lead, led } of given) {
    const members = [...lead, ...led].map((code) => ({
      villageId: ids.get(code),
      leads: lead.includes(code),
    }));
    const [made] = await tx
      .insert(clusters)
      .values({ name, provenance: "real" })
      .returning({ id: clusters.id });
    for (const { villageId, leads } of members) {
      if (villageId === undefined)
        throw new Error(`The cluster ${name} names a village that the edition does not have`);
      await tx.insert(clusterMembers).values({ clusterId: made?.id as number, villageId, leads });
    }
  }
}

async function insertReference(tx: Tx, ctx: Ctx, reference: Reference) {
  const regimes: Map<string, number>[] = [];
  for (const { accounts: list, ...basis } of reference.bases) {
    const [made] = await tx.insert(bases).values(basis).returning({ id: bases.id });
    const rows = list.map((account, rank) => ({ ...account, rank, basisId: made?.id as number }));
    const ids = await tx.insert(accounts).values(rows).returning({ id: accounts.id, code: accounts.code });
    regimes.push(new Map(ids.map(({ id, code }) => [code, id])));
  }
  const [earlier, later] = regimes;
  await tx.insert(accountMappings).values(
    reference.mappings.map(({ from, to, ...part }, rank) => ({
      ...part,
      rank,
      fromId: earlier?.get(from) as number,
      toId: later?.get(to) as number,
    })),
  );
  await tx.insert(tiers).values(reference.tiers.map((tier, rank) => ({ ...tier, rank, fromYear: 2015 })));
  await tx.insert(lightRules).values({ ...reference.lightRule, recordedAt: ctx.now.toISOString() });
  await tx.insert(settings).values([
    { key: campaignTargetKey, value: String(reference.campaignTargetFen) },
    { key: "receiptGraceDays", value: String(reference.receiptGraceDays) },
  ]);
  const due = String(reference.filing.dueDayOfNextMonth).padStart(2, "0");
  for (
    let month = reference.filing.firstMonth;
    month <= reference.filing.lastMonth;
    month = addMonths(month, 1)
  ) {
    await tx
      .insert(filingCalendar)
      .values({ month, opensOn: firstDay(month), dueOn: `${addMonths(month, 1)}-${due}` });
  }
}
