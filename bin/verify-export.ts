// Is an exported file as it left, and has the data changed since? Exits with 1 where it is not.
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { localTime } from "#lib/core/dates.ts";
import { verifyExport } from "#lib/exports/queries/verify-export.ts";
import { withDatabase } from "./commands.ts";
import { Plain, say } from "./console.ts";
import { operatorIn, wordsIn } from "./district.ts";

export async function verifyFile(path: string | undefined) {
  if (!path) throw new Plain("Say which file: verify-export guatu-funding-350212000000-20161231-000123.csv");
  const bytes = await readFile(path).catch(() => {
    throw new Plain(`${path} cannot be read. 文件无法读取。`);
  });
  const verdict = await withDatabase(async (db) =>
    verifyExport(await operatorIn(db), { name: basename(path), bytes }, wordsIn),
  ).catch((error) => {
    throw /zip|xlsx|central directory/i.test(String(error))
      ? new Plain(`${path} is no sound workbook. 不是完好的工作簿。`)
      : error;
  });
  if (!verdict) {
    throw new Plain(
      `${path} is no export of this trail: neither its content nor its number is known. 操作日志中没有这份导出：内容和编号都对不上。`,
    );
  }
  if ("made" in verdict) {
    const { number, kind, format, state } = verdict.made;
    const how =
      state === "begun"
        ? "没有传完或仍在传送 · it has not been sent to the end"
        : "中途中止 · it was cut off";
    throw new Plain(`${path} is export ${number} (${kind}.${format}): ${how}.`);
  }
  const { cover, changed, reproduced, now } = verdict;
  say(
    `导出 ${cover.number} · Export ${cover.number}: ${cover.kind}.${cover.format}, ${cover.scope.name}, ${cover.rows} rows, ${cover.by.name}, ${localTime(cover.asOf)}`,
  );
  say(
    now.same
      ? "此后数据没有变化 · The data has not changed since."
      : `此后数据有变化，现有 ${now.rows} 行 · The data has changed since: ${now.rows} rows now.`,
  );
  const wrong = [
    ...(changed.includes("data") ? ["数据与导出时不一致 · its data is not as it left"] : []),
    ...(changed.includes("sheets")
      ? ["月报、透视或平衡校验与导出时不一致 · its form, pivot or balance sheet is not as it left"]
      : []),
    ...(changed.includes("cover") ? ["封面与导出时不一致 · its cover is not as it left"] : []),
    ...(reproduced
      ? []
      : [
          "导出时已登记的数据已无法得出同一文件，请校验操作日志 · what had been recorded then no longer gives it: run audit verify",
        ]),
  ];
  if (wrong.length > 0) throw new Plain(`${path}: ${wrong.join("; ")}.`);
  say("文件与导出时一致 · The file is as it left.");
}
