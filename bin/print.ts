// The operator's prints: the same PDFs as in the browser, without one.
import { createWriteStream } from "node:fs";
import { access, constants, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createTranslator } from "use-intl/core";
import type { z } from "zod";
import { operator } from "#lib/access/operator.ts";
import { businessNow, type Ctx, demonstrationDay, isDemonstration } from "#lib/context.ts";
import { divisionOf, rootOf } from "#lib/divisions/queries.ts";
import { NotFound, Refused } from "#lib/errors.ts";
import { type Press, type PrintedPaper, printBoard, printProject, printVillage } from "#lib/print/commands.ts";
import { BoardPrint, ProjectPrint, VillagePrint } from "#lib/print/input.ts";
import { projectByNumber } from "#lib/print/queries.ts";
import en from "#messages/en.json" with { type: "json" };
import zh from "#messages/zh-CN.json" with { type: "json" };
import { withDatabase } from "./commands.ts";
import { env, Plain, say } from "./console.ts";

type Given = { [name in "node" | "year" | "asOf" | "size" | "paper" | "unit" | "lang" | "out"]?: string | undefined };

export async function print([what, which]: string[], { lang = "zh-CN", out, ...given }: Given) {
  if (lang !== "zh-CN" && lang !== "en") throw new Plain(`--lang is zh-CN or en, not ${lang}.`);
  if (!out) throw new Plain("Say where to: print board -o wall.pdf");
  const file = out;
  // Asked first: a print is remembered before it is written, and one that never was should not be.
  await access(dirname(file), constants.W_OK).catch(() => {
    throw new Plain(`${file} cannot be written: its folder is missing or closed to this account. 无法写入，请检查目录和权限。`);
  });
  await withDatabase(async (db) => {
    const root = await rootOf(db);
    if (!root) throw new Plain("The database holds no district yet: run init first. 请先运行 init。");
    const standsOn = env.today ?? ((await isDemonstration(db)) ? demonstrationDay : undefined);
    // The operator of this district: what is printed of it lies within, and a filter without a place means all of it.
    const ctx: Ctx = { db, actor: { ...operator, scope: root }, now: businessNow(new Date(), standsOn), request: "operator" };
    const press = pressOf(lang);
    const paper = await made(ctx, what, which, given, press).catch((error) => {
      if (error instanceof Refused) throw new Plain(press.words(`refused.${error.code}`, error.details));
      throw error instanceof NotFound ? new Plain(`There is no such thing in this database. 没有这一编号。${error.message}`) : error;
    });
    await written(paper.body, file);
    say(`已打印 · Printed ${file} (${paper.number} ${paper.hash.slice(0, 12)})`);
  });
}

async function made(ctx: Ctx, what: string | undefined, which: string | undefined, given: Given, press: Press): Promise<PrintedPaper> {
  if (what === "board") return printBoard(ctx, read(BoardPrint, given), press);
  if (what === "village" && which) return printVillage(ctx, (await divisionOf(ctx.db, ctx.actor, which)).id, read(VillagePrint, given), press);
  if (what === "project" && which) return printProject(ctx, await projectByNumber(ctx, which), read(ProjectPrint, given), press);
  throw new Plain("Say what: print board, print village CODE, or print project NUMBER.");
}

function pressOf(language: "zh-CN" | "en"): Press {
  const t = createTranslator({ locale: language, messages: language === "en" ? en : zh, timeZone: "Asia/Shanghai" });
  return { words: (key, values) => t(key as Parameters<typeof t>[0], values), language, origin: env.origin };
}

function read<S extends z.ZodType>(schema: S, given: Given): z.output<S> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Plain(`--${issue?.path.join(".")} is not usable (${issue?.message}). 参数无法识别。`);
}

/** Beside its place first, so that a full disk leaves no half a chart. */
async function written(body: Readable, file: string): Promise<void> {
  const part = `${file}.part`;
  try {
    await pipeline(body, createWriteStream(part));
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
