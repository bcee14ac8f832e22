// backup, restore and drill: what whoever holds the machine does with copies of the database.
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { Unfit } from "#lib/backup/rules/reasons.ts";
import { isOfThisBuild, makeCopy } from "#lib/backup/store/copy.ts";
import { drillCopy } from "#lib/backup/store/drill.ts";
import { copiesIn, keepCopy, nameAt } from "#lib/backup/store/folder.ts";
import { type Manifest, manifestPath } from "#lib/backup/store/manifest.ts";
import { restoreCopy } from "#lib/backup/store/restore.ts";
import { formatFen } from "#lib/core/money.ts";
import { env, isPostgres, Plain, say } from "./console.ts";

const ownFolder = env.backups.folder ?? join("data", "backups");

/** Into the folder of the schedule, another folder, or a file of that name. */
export async function backup(target: string | undefined): Promise<void> {
  if (!isPostgres && !existsSync(env.databaseUrl))
    throw new Plain(`There is no database at ${env.databaseUrl}.`);
  const { path, manifest } = await plain(target, () => made(target));
  say(`已备份并核对 · Backed up and checked: ${path} (${inWords(manifest)})`);
  // Whatever the database cannot take in now, a full disk or a newer build, does not keep it from being
  // copied.
  const why = isOfThisBuild(manifest) ? await remember(manifest) : "it is to be migrated first";
  if (why) console.error(`The audit log does not mention it: ${why}. 操作日志未记录此次备份。`);
}

async function made(target: string | undefined): Promise<{ path: string; manifest: Manifest }> {
  if (target === undefined) {
    const kept = await keepCopy({ url: env.databaseUrl, folder: ownFolder, second: env.backups.second });
    if (kept.second === false)
      console.error(
        `The second folder ${env.backups.second} did not get it: ${kept.secondFailed}. 异地副本未完成。`,
      );
    return kept;
  }
  const isFolder = target.endsWith("/") || (existsSync(target) && statSync(target).isDirectory());
  const path = isFolder ? join(target, nameAt(new Date())) : target;
  for (const each of [path, manifestPath(path)])
    if (existsSync(each))
      throw new Plain(`${each} is already there; a backup overwrites nothing. 文件已存在。`);
  return { path, manifest: await makeCopy(env.databaseUrl, path) };
}

async function remember(manifest: Manifest): Promise<string> {
  const [{ withDatabase, contextOf }, { rememberBackup }] = await Promise.all([
    import("./commands.ts"),
    import("#lib/backup/commands/backups.ts"),
  ]);
  return withDatabase((db) => rememberBackup(contextOf(db), manifest)).then(
    () => "",
    (error: Error) => error.message,
  );
}

export async function restore(
  file: string | undefined,
  { forceOlder = false }: { forceOlder?: boolean | undefined },
): Promise<void> {
  if (!file) throw new Plain("Say which: restore /path/guatu-20161231T013000123Z.db 请指明备份文件。");
  const { manifest, aside } = await plain(file, () =>
    restoreCopy(env.databaseUrl, file, { forceOlder, anchors: env.anchors }),
  );
  const [{ withDatabase, contextOf }, { rememberRestore }] = await Promise.all([
    import("./commands.ts"),
    import("#lib/backup/commands/backups.ts"),
  ]);
  await withDatabase((db) => rememberRestore(contextOf(db), manifest, { forced: forceOlder, aside }));
  say(`已恢复 · Restored ${file} (${inWords(manifest)})`);
  if (aside) say(`原数据库移到 · The former database is kept as ${aside}`);
}

/** One line, and exit 1 where anything differs. */
export async function drill(file: string | undefined): Promise<void> {
  const path = file ?? copiesIn(ownFolder)[0]?.path;
  if (!path)
    throw new Plain(
      `There is no copy in ${ownFolder}: make one with \`npm run guatu -- backup\`. 还没有备份。`,
    );
  const manifest = await plain(path, () => drillCopy(env.databaseUrl, path));
  say(`恢复演练通过 · The drill holds: ${path} (${inWords(manifest)})`);
}

const inWords = ({ tables, incomeFen, fundingFen, head, bytes }: Manifest) =>
  [
    `${(bytes / 1e6).toFixed(1)} MB`,
    `${Object.values(tables).reduce((sum, count) => sum + count, 0)} rows`,
    `income ¥${formatFen(incomeFen)}`,
    `funding ¥${formatFen(fundingFen)}`,
    `log ${head.seq}:${head.hash.slice(0, 12)}`,
  ].join(", ");

/** What a copy lacks, as one sentence that names it. */
async function plain<T>(what: string | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Unfit) throw new Plain(`${what ?? ownFolder}: ${error.message}`);
    throw error;
  }
}
