// The operator's prints: the same PDFs as in the browser, without one.
import { constants, createWriteStream } from "node:fs";
import { access, rename, rm } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { z } from "zod";
import type { Ctx } from "#lib/core/context.ts";
import { NotFound, Refused } from "#lib/core/errors.ts";
import { divisionOf } from "#lib/divisions/queries/divisions.ts";
import {
  type PrintContext,
  type PrintedPaper,
  printBoard,
  printPoster,
  printProject,
  printVillage,
} from "#lib/paper/commands/prints.ts";
import { BoardPrint, PosterPrint, ProjectPrint, VillagePrint } from "#lib/paper/input.ts";
import { projectByNumber } from "#lib/paper/queries/wall-chart.ts";
import { withDatabase } from "./commands.ts";
import { env, Plain, say } from "./console.ts";
import { operatorIn, wordsIn } from "./district.ts";

type Given = {
  [name in "node" | "year" | "asOf" | "size" | "paper" | "unit" | "lang" | "out"]?: string | undefined;
};

export async function print([what, which]: string[], { lang = "zh-CN", out, ...given }: Given) {
  if (lang !== "zh-CN" && lang !== "en") throw new Plain(`--lang is zh-CN or en, not ${lang}.`);
  if (!out) throw new Plain("Say where to: print board -o wall.pdf");
  const file = out;
  await access(dirname(resolve(file)), constants.W_OK).catch((error) => unwritable(file, error)); // before anything is remembered
  await withDatabase(async (db) => {
    const ctx = await operatorIn(db);
    const paper = await made(ctx, what, which, given, pressOf(lang)).catch((error) => {
      if (error instanceof NotFound)
        throw new Plain(`There is no such thing in this database: ${error.message}. 库中没有，请核对编号。`);
      if (error instanceof Refused)
        throw new Plain(
          ["zh-CN", "en"].map((each) => wordsIn(each)(`refused.${error.code}`, error.details)).join(" · "),
        );
      throw error;
    });
    await written(paper.body, file);
    say(`已打印 · Printed ${file} (${paper.number} ${paper.hash.slice(0, 12)})`);
  });
}

async function made(
  ctx: Ctx,
  what: string | undefined,
  which: string | undefined,
  given: Given,
  press: PrintContext,
): Promise<PrintedPaper> {
  if (what === "board") return printBoard(ctx, read(BoardPrint, given), press);
  if (what === "poster") return printPoster(ctx, read(PosterPrint, given), press);
  if (what === "village" && which)
    return printVillage(
      ctx,
      (await divisionOf(ctx.db, ctx.actor, which)).id,
      read(VillagePrint, given),
      press,
    );
  if (what === "project" && which)
    return printProject(ctx, await projectByNumber(ctx, which), read(ProjectPrint, given), press);
  throw new Plain("Say what: print board, print poster, print village CODE, or print project NUMBER.");
}

function pressOf(language: "zh-CN" | "en"): PrintContext {
  return { words: wordsIn(language), language, origin: env.origin };
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
    unwritable(file, error);
  }
}

function unwritable(file: string, error: unknown): never {
  const { code } = error as { code?: string };
  if (!code) throw error;
  throw new Plain(
    `${file} cannot be written (${code}): check its folder, its permission and the room on its disk. 文件无法写入。`,
  );
}
