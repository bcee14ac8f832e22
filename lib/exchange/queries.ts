import { and, desc, eq, lt, type SQL } from "drizzle-orm";
import { auditEvents } from "#db/schema/index.ts";
import { under } from "#db/sql.ts";
import { authorize, may } from "../access/policy.ts";
import { type Ctx, lookingAt } from "../context.ts";
import { NotFound } from "../errors.ts";
import type { Words } from "./columns.ts";
import type { Cover } from "./cover.ts";
import type { Extract, Preview } from "./extract.ts";
import { fundingExtract, fundingPreview } from "./funding-extract.ts";
import { incomeExtract, incomePreview } from "./income-extract.ts";
import type { ExportRequest } from "./input.ts";
import { projectsExtract, projectsPreview } from "./projects-extract.ts";

/** What an export of `request` is made from. @throws {NotFound} outside the actor's scope. */
export function extractOf(ctx: Ctx, request: ExportRequest, words: Words, language: string): Promise<Extract> {
  authorize(ctx.actor, "export.run");
  if (request.kind === "funding") return fundingExtract(ctx, request.filter);
  if (request.kind === "income") return incomeExtract(ctx, request.filter, language);
  return projectsExtract(ctx, request.filter, words);
}

/** The context that a request's rows are read in: its day, and its approval. */
export const lookedAt = (ctx: Ctx, { filter }: ExportRequest): Ctx =>
  lookingAt(ctx, { asOf: filter.asOf, approvedOnly: "approvedOnly" in filter && filter.approvedOnly === "true" });

/** Row count and control totals of `request` before anything is downloaded, by the sums that the screens show. */
export function exportPreview(ctx: Ctx, request: ExportRequest): Promise<Preview> {
  authorize(ctx.actor, "export.run");
  if (request.kind === "funding") return fundingPreview(ctx, request.filter);
  if (request.kind === "income") return incomePreview(ctx, request.filter);
  return projectsPreview(ctx, request.filter);
}

/** Exports made, newest first: one's own, and for whoever reads the trail everybody's below their scope. */
export async function exportsMade(ctx: Ctx, { before, limit = 20 }: { before?: number | undefined; limit?: number } = {}): Promise<Cover[]> {
  return covers(ctx, before === undefined ? undefined : lt(auditEvents.seq, before), limit);
}

/** The cover of an export by its number. @throws {NotFound} where it was somebody else's, or lies outside the scope. */
export async function exportCover(ctx: Ctx, number: number): Promise<Cover> {
  const [cover] = await covers(ctx, eq(auditEvents.seq, number), 1);
  if (!cover) throw new NotFound(`export ${number}`);
  return cover;
}

async function covers(ctx: Ctx, where: SQL | undefined, limit: number): Promise<Cover[]> {
  authorize(ctx.actor, "export.run");
  const whose = may(ctx.actor, "audit.read") ? undefined : eq(auditEvents.actorId, ctx.actor.id ?? 0);
  const rows = await ctx.db
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.verb, "export.run"), under(auditEvents.divisionCode, ctx.actor.scope), whose, where))
    .orderBy(desc(auditEvents.seq))
    .limit(limit);
  return rows.map((row) => keptOf(row).cover);
}

/** What the trail keeps of an export: its cover, and the language that it was written in. */
export function keptOf(row: typeof auditEvents.$inferSelect): { cover: Cover; language: string } {
  type Kept = { after: Omit<Cover, "number" | "hash" | "asOf" | "by"> & { language: string } };
  const { language, ...kept } = (JSON.parse(row.payload) as Kept).after;
  return { language, cover: { ...kept, number: row.seq, hash: row.hash, asOf: row.at, by: { name: row.actorName, role: row.actorRole } } };
}
